-- Grain: change whose two dates are not both shown with the figures it tells, or whose family does not count it.
with shown as (
    select principal, cutoff_date, phase, specialty, administration, definition, limit_days, denominator, numerator
    from attainment
    where status = 'visas' and population = 'vantande'
),

counted as (
    select principal, cutoff_date, horizon, earlier_date, definition, count(*) as flagged
    from changes
    group by principal, cutoff_date, horizon, earlier_date, definition
)

select
    c.principal, c.cutoff_date, c.horizon, c.phase, c.specialty, c.administration, c.definition, c.limit_days
from changes as c
left join shown as l
    on l.principal = c.principal and l.cutoff_date = c.cutoff_date and l.phase = c.phase and l.specialty = c.specialty
    and l.administration = c.administration and l.definition = c.definition
    and l.limit_days is not distinct from c.limit_days
left join shown as e
    on e.principal = c.principal and e.cutoff_date = c.earlier_date and e.phase = c.phase and e.specialty = c.specialty
    and e.administration = c.administration and e.definition = c.definition
    and e.limit_days is not distinct from c.limit_days
left join counted as n
    on n.principal = c.principal and n.cutoff_date = c.cutoff_date and n.horizon = c.horizon
    and n.earlier_date = c.earlier_date and n.definition = c.definition
left join change_families as f
    on f.principal = c.principal and f.cutoff_date = c.cutoff_date and f.horizon = c.horizon
    and f.earlier_date = c.earlier_date and f.definition = c.definition
where
    (l.numerator, l.denominator) is distinct from (c.numerator, c.denominator)
    or (e.numerator, e.denominator) is distinct from (c.earlier_numerator, c.earlier_denominator)
    or f.flagged is distinct from n.flagged
    or f.tested < f.flagged
order by c.principal, c.cutoff_date, c.horizon, c.phase, c.specialty, c.administration, c.definition, c.limit_days;
