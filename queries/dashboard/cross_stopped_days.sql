-- one row per unit and day of one huvudman that quarantined rows tell of
select principal, administration, unit, date
from cross_stopped_days
where principal = $principal
order by administration, unit, date
