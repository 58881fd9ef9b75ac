-- Grain: change whose two dates are not both shown with the figures it tells, or family that counts other changes.
with shown as (
    select principal, cutoff_date, phase, specialty, administration, definition, limit_days, denominator, numerator
    from attainment
    where status = 'visas' and population = 'vantande'
),

unfounded as (
    select c.principal, c.cutoff_date, c.horizon, c.definition, c.phase, c.specialty, c.administration, c.limit_days
    from changes as c
    left join shown as l
        on l.principal = c.principal and l.cutoff_date = c.cutoff_date and l.phase = c.phase
        and l.specialty = c.specialty and l.administration = c.administration and l.definition = c.definition
        and l.limit_days is not distinct from c.limit_days
    left join shown as e
        on e.principal = c.principal and e.cutoff_date = c.earlier_date and e.phase = c.phase
        and e.specialty = c.specialty and e.administration = c.administration and e.definition = c.definition
        and e.limit_days is not distinct from c.limit_days
    where
        (l.numerator, l.denominator) is distinct from (c.numerator, c.denominator)
        or (e.numerator, e.denominator) is distinct from (c.earlier_numerator, c.earlier_denominator)
),

counted as (
    select principal, cutoff_date, horizon, earlier_date, definition, count(*) as flagged
    from changes
    group by principal, cutoff_date, horizon, earlier_date, definition
),

miscounted as (
    select
        coalesce(f.principal, n.principal) as principal,
        coalesce(f.cutoff_date, n.cutoff_date) as cutoff_date,
        coalesce(f.horizon, n.horizon) as horizon,
        coalesce(f.definition, n.definition) as definition
    from change_families as f
    full join counted as n
        on n.principal = f.principal and n.cutoff_date = f.cutoff_date and n.horizon = f.horizon
        and n.earlier_date = f.earlier_date and n.definition = f.definition
    where coalesce(f.flagged, -1) <> coalesce(n.flagged, 0) or f.tested < f.flagged
)

select principal, cutoff_date, horizon, definition, phase, specialty, administration, limit_days
from unfounded
union all
select principal, cutoff_date, horizon, definition, null, null, null, null
from miscounted
order by principal, cutoff_date, horizon, definition, phase, specialty, administration, limit_days;
