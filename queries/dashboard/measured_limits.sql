-- one row per phase and limit that has a share for one huvudman and population; limit_days is null for måldatum
select
    phase,
    limit_days,
    count(distinct specialty) as specialties
from variation
where principal = $principal
    and population = $population
    and region_share is not null
group by phase, limit_days
order by phase, limit_days desc nulls last
