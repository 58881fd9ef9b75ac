-- Grain: shown group whose bands of days waited do not add up to its contacts.
with bands as (
    select principal, cutoff_date, population, phase, specialty, administration, sum(contacts) as contacts
    from waiting_bands
    group by principal, cutoff_date, population, phase, specialty, administration
),

groups as (
    select principal, cutoff_date, population, phase, specialty, administration, any_value(contacts) as contacts
    from attainment
    group by principal, cutoff_date, population, phase, specialty, administration
)

select g.principal, g.cutoff_date, g.population, g.phase, g.specialty, g.administration, g.contacts, b.contacts as in_bands
from groups as g
left join bands as b
    on b.principal = g.principal and b.cutoff_date = g.cutoff_date and b.population = g.population
    and b.phase = g.phase and b.specialty = g.specialty and b.administration = g.administration
where g.contacts is distinct from b.contacts
order by g.principal, g.cutoff_date, g.population, g.phase, g.specialty, g.administration;
