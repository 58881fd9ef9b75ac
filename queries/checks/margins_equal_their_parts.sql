-- Grain: margin whose shown parts, all shown or nought, do not add up to it.
with parts as (
    select
        principal, cutoff_date, population, phase, specialty, definition, limit_days,
        sum(contacts) as contacts, sum(denominator) as denominator, sum(numerator) as numerator,
        count(*) filter (where status = 'dolt') as hidden,
        count(*) filter (where status <> 'saknas') as delivered
    from attainment
    where administration <> 'Alla'
    group by principal, cutoff_date, population, phase, specialty, definition, limit_days
)

select m.principal, m.cutoff_date, m.population, m.phase, m.specialty, m.definition, m.limit_days
from attainment as m
inner join parts as p
    on p.principal = m.principal and p.cutoff_date = m.cutoff_date and p.population = m.population
    and p.phase = m.phase and p.specialty = m.specialty and p.definition = m.definition
    and p.limit_days is not distinct from m.limit_days
where m.administration = 'Alla' and p.hidden = 0 and p.delivered > 0 and m.status not in ('dolt', 'saknas')
    -- Parts in other bands than each other may be computable where their margin is not.
    and (p.contacts, coalesce(p.denominator, 0), if(m.status = 'ej_berakningsbar', 0, coalesce(p.numerator, 0)))
    <> (m.contacts, coalesce(m.denominator, 0), coalesce(m.numerator, 0))
order by m.principal, m.cutoff_date, m.population, m.phase, m.specialty, m.definition, m.limit_days;
