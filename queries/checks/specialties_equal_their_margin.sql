-- Grain: margin over specialties whose shown parts, all shown or nought, do not add up to it.
with groups as (
    select
        principal, cutoff_date, population, phase, specialty, administration,
        any_value(contacts) as contacts, any_value(status) as status
    from attainment
    where definition = 'ingen'
    group by principal, cutoff_date, population, phase, specialty, administration
),

parts as (
    select
        g.principal, g.cutoff_date, g.population, g.phase, m.margin as specialty, g.administration,
        sum(g.contacts) as contacts,
        count(*) filter (where g.status = 'dolt') as hidden,
        count(*) filter (where g.status <> 'saknas') as delivered
    from groups as g
    inner join specialties as s on s.principal = g.principal and s.specialty = g.specialty and not s.is_margin
    cross join unnest([s.specialty_group, 'Alla']) as m (margin)
    where m.margin is not null
    group by g.principal, g.cutoff_date, g.population, g.phase, m.margin, g.administration
)

select m.principal, m.cutoff_date, m.population, m.phase, m.specialty, m.administration, m.contacts, p.contacts as parts
from groups as m
inner join parts as p
    on p.principal = m.principal and p.cutoff_date = m.cutoff_date and p.population = m.population
    and p.phase = m.phase and p.specialty = m.specialty and p.administration = m.administration
-- An aggregated source may tell the margin alone.
where p.hidden = 0 and p.delivered > 0 and m.status not in ('dolt', 'saknas') and p.contacts <> m.contacts
order by m.principal, m.cutoff_date, m.population, m.phase, m.specialty, m.administration;
