-- one row per source, kind, population and period with more than one delivery in force (plans are append-only)
select source, kind, population, period, count(*) as deliveries
from deliveries
where replaced_by is null and source is not null and population is not null and period is not null
    and kind <> 'leveransplan'
group by source, kind, population, period
having count(*) > 1
order by source, kind, population, period
