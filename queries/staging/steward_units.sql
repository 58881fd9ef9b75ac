-- one row per care unit that the rows of the batch bring to their delivery
insert into delivery_units by name
select distinct incoming.delivery_id, incoming.care_unit
from incoming
where not exists (
    select 1
    from delivery_units as known
    where known.delivery_id = incoming.delivery_id and known.care_unit = incoming.care_unit
)
