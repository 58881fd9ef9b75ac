-- one row per accepted thing said of a unit's day of a batch; its place within the day is numbered when all are read
insert into cross_entries by name
select
    delivery_id,
    principal,
    administration,
    unit,
    delivered_unit,
    date,
    source,
    number,
    fact,
    is_disturbance,
    event_type,
    count,
    colour,
    colour_definition,
    description,
    went_well,
    role,
    registered_at,
    version,
    settles,
    record
from incoming
