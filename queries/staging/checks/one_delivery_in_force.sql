-- One row per source, kind, population and period with more than one delivery in force. Plans are append-only, and a
-- delivery of crosses stands for those units' days that no later one has.
select source, kind, population, period, count(*) as deliveries
from deliveries
where replaced_by is null and source is not null and population is not null and period is not null
    and kind not in ('leveransplan', 'grona_korset')
group by source, kind, population, period
having count(*) > 1
order by source, kind, population, period
