-- one row per source's unit and day with rows of more than one delivery: a later one takes the whole day over
select principal, source, administration, unit, date, count(distinct delivery_id) as deliveries
from cross_entries
group by principal, source, administration, unit, date
having count(distinct delivery_id) > 1
order by principal, source, administration, unit, date
