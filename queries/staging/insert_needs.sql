-- one row per accepted need of a specialty, phase and administration of a batch
insert into needs by name
select
    delivery_id,
    principal,
    year,
    quarter,
    specialty,
    phase,
    administration,
    need,
    capacity,
    record
from incoming
