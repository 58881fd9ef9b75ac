-- quarantined rows of periods before $first_kept keep their reasons, which are counted, and lose their cells
update quarantine
set "row" = '{}'
where "row" <> '{}'
    and delivery_id in (select delivery_id from deliveries where period < $first_kept)
