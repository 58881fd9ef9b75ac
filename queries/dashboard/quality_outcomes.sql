-- one row per source, kind, population, period, check and subject of one huvudman: how a check of quality went
select
    source,
    kind,
    population,
    period,
    check_id,
    subject,
    value,
    unit,
    outcome,
    told
from quality_checks
where principal = $principal or principal is null
order by period desc nulls last, check_id, source, kind, population nulls first, subject nulls first, told
