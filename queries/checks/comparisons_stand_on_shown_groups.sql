-- Grain: comparison without a shown group of the same figures behind it, or without a shown region beside it.
with shown as (
    select
        principal, cutoff_date, population, phase, specialty, administration, null as unit, definition, limit_days,
        denominator, numerator, share
    from attainment
    where status = 'visas'
    union all
    select
        principal, cutoff_date, population, phase, specialty, administration, unit, definition, limit_days,
        denominator, numerator, share
    from attainment_unit
    where status = 'visas'
)

select
    c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.unit, c.definition,
    c.limit_days, c.verdict
from comparisons as c
left join shown as g
    on g.principal = c.principal and g.cutoff_date = c.cutoff_date and g.population = c.population
    and g.phase = c.phase and g.specialty = c.specialty and g.administration = c.administration
    and g.unit is not distinct from c.unit and g.definition = c.definition
    and g.limit_days is not distinct from c.limit_days
left join shown as r
    on r.principal = c.principal and r.cutoff_date = c.cutoff_date and r.population = c.population
    and r.phase = c.phase and r.specialty = c.specialty and r.administration = 'Alla' and r.unit is null
    and r.definition = c.definition and r.limit_days is not distinct from c.limit_days
where
    (g.denominator, g.numerator, g.share) is distinct from (c.denominator, c.numerator, c.share)
    or c.target_share is distinct from r.numerator / r.denominator
    or (c.verdict = 'under' and c.share >= c.target_share + 0.0001)
    or (c.verdict = 'over' and c.share <= c.target_share - 0.0001)
order by
    c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.unit, c.definition, c.limit_days;
