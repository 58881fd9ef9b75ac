-- one row per huvudman with a unit of the Green Cross
select distinct principal
from cross_units
order by principal
