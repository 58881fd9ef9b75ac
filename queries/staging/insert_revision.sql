-- one row for a delivery and the one that it replaces
insert into delivery_revisions (delivery_id, replaced_id, rows_before, rows_after, added, removed, changed, unchanged)
values ($delivery, $replaced, $rows_before, $rows_after, $added, $removed, $changed, $unchanged)
