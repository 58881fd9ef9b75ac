-- one row per phase, specialty and limit with a share for one huvudman and population; limit_days is null for måldatum
select distinct
    phase,
    specialty,
    limit_days
from variation
where principal = $principal
    and population = $population
    and region_share is not null
order by phase, specialty, limit_days desc nulls last
