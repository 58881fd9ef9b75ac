-- one row per offer to receive of one huvudman: year, quarter, specialty, phase, receiver, regime and last day
select
    principal,
    year,
    quarter,
    specialty,
    phase,
    receiver,
    regime,
    free_volume,
    area,
    valid_to
from capacity_offers
where principal = $principal
order by year, quarter, specialty, phase, receiver, regime, area, valid_to, free_volume
