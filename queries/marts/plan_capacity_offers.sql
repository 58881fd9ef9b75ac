-- Grain: offer to receive in a quarter.
create table capacity_offers as
select principal, year, quarter, specialty, phase, receiver, regime, free_volume, area, valid_to
from warehouse.capacity_offers
order by principal, year, quarter, specialty, phase, receiver, regime, area, valid_to, free_volume;
