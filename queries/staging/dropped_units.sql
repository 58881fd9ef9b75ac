-- one row per care unit of the replaced delivery that the new one lacks
select care_unit
from delivery_units
where delivery_id = $replaced
except
select care_unit
from delivery_units
where delivery_id = $delivery
order by care_unit
