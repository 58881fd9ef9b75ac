-- one row per phase, specialty and limit with a share for one huvudman and population; limit_days is null for måldatum.
-- Of counts in bands a share may be known only as an interval: its limit is there all the same.
select distinct
    phase,
    specialty,
    limit_days
from variation
where principal = $principal
    and population = $population
    and (
        region_share is not null
        or (limit_days is not null and contacts > 0 and principal in (select p.principal from principals as p where p.is_aggregated))
    )
order by phase, specialty, limit_days desc nulls last
