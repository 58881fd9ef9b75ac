-- one row per dated limit and what it holds for, the populations together
select
    limit_name,
    title,
    principal,
    string_agg(population, ',' order by population desc) as populations,
    phase,
    specialty,
    limit_days,
    valid_from,
    valid_to,
    text
from limits
group by limit_name, title, principal, phase, specialty, limit_days, valid_from, valid_to, text
order by
    limit_name desc,
    phase nulls first,
    specialty nulls first,
    valid_from nulls first,
    title,
    principal,
    limit_days,
    valid_to nulls first,
    text
