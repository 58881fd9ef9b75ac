-- one row per source, kind and population of one huvudman that completeness is measured of
select
    source,
    kind,
    population,
    max(period) as newest,
    count(distinct period) as periods
from completeness
where principal = $principal or principal is null
group by source, kind, population
order by max(period) desc nulls last, source, kind desc, population nulls first
