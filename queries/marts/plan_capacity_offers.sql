-- Grain: offer to receive in a quarter: principal × year × quarter × specialty × phase × receiver × regime, of the newest
-- delivery.
create table capacity_offers as
select principal, year, quarter, specialty, phase, receiver, regime, free_volume, area, valid_to
from warehouse.capacity_offers
qualify row_number() over (
    partition by principal, year, quarter, specialty, phase, receiver, regime order by delivery_id desc
) = 1
order by principal, year, quarter, specialty, phase, receiver, regime;
