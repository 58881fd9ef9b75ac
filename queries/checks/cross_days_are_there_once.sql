-- Grain: unit and day that stands twice, or lies after the day of the publication.
select principal, administration, unit, date, count(*) as times
from cross_days
group by principal, administration, unit, date
having count(*) > 1 or date > (select published_on from dataset)
order by principal, administration, unit, date;
