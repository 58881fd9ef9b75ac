-- one row per unit that each source has told of, the oldest first
select principal, source, administration, unit
from cross_entries
group by principal, source, administration, unit
order by min(delivery_id), unit
