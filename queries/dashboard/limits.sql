-- one row per dated limit and what it holds for
select
    limit_name,
    title,
    principal,
    population,
    phase,
    specialty,
    activity,
    limit_days,
    valid_from,
    valid_to,
    text
from limits
order by
    limit_name,
    population nulls first,
    phase nulls first,
    specialty nulls first,
    activity nulls first,
    valid_from nulls first
