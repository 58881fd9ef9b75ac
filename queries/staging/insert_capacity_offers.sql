-- one row per accepted offer to receive of a batch
insert into capacity_offers by name
select
    delivery_id,
    principal,
    year,
    quarter,
    specialty,
    phase,
    receiver,
    regime,
    free_volume,
    area,
    valid_to,
    record
from incoming
