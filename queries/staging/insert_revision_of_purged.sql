-- one row for a delivery and the one that it replaces, whose rows are counts by now: nothing can be compared row by row
insert into delivery_revisions (delivery_id, replaced_id, rows_before, rows_after, note)
select $delivery, $replaced, earlier.accepted, later.accepted, $note
from deliveries as earlier
inner join deliveries as later on later.delivery_id = $delivery
where earlier.delivery_id = $replaced
