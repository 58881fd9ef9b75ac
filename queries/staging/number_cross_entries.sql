-- the place of every row of this load ($first is its lowest delivery) within its source's day, in the order of the file
update cross_entries
set number = numbered.place
from (
    select
        delivery_id,
        record,
        row_number() over (partition by delivery_id, principal, administration, unit, date order by record) as place
    from cross_entries
    where delivery_id >= $first
) as numbered
where cross_entries.delivery_id = numbered.delivery_id and cross_entries.record = numbered.record
