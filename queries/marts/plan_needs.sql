-- Grain: principal × year × quarter (null: the whole year) × specialty × phase × administration, of the newest delivery.
create table needs as
select principal, year, quarter, specialty, phase, administration, need, capacity
from warehouse.needs
qualify row_number() over (
    partition by principal, year, quarter, specialty, phase, administration order by delivery_id desc
) = 1
order by principal, year, quarter nulls first, specialty, phase, administration;
