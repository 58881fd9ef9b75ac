-- Grain: group of the region whose shown categories of one dimension, all shown or nought, do not add up to it.
with parts as (
    select
        principal, cutoff_date, population, phase, specialty, dimension, definition, limit_days,
        sum(contacts) as contacts, sum(denominator) as denominator, sum(numerator) as numerator
    from equity
    group by principal, cutoff_date, population, phase, specialty, dimension, definition, limit_days
    having count(*) filter (where status in ('dolt', 'saknas')) = 0
)

select a.principal, a.cutoff_date, a.population, a.phase, a.specialty, p.dimension, a.definition, a.limit_days
from attainment as a
inner join parts as p
    on p.principal = a.principal and p.cutoff_date = a.cutoff_date and p.population = a.population
    and p.phase = a.phase and p.specialty = a.specialty and p.definition = a.definition
    and p.limit_days is not distinct from a.limit_days
where a.administration = 'Alla'
    -- A hidden group shows no category, not even one that nobody is in.
    and (a.contacts, coalesce(a.denominator, 0), coalesce(a.numerator, 0))
    is distinct from (p.contacts, coalesce(p.denominator, 0), coalesce(p.numerator, 0))
order by a.principal, a.cutoff_date, a.population, a.phase, a.specialty, p.dimension, a.definition, a.limit_days;
