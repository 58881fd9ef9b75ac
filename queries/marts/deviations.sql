-- Grain: group at administration level: all its contacts, those by choice (code 1), those for medical reasons (2, 3).
create table deviations as
with by_deviation as (
    select
        c.principal, c.cutoff_date, c.population, c.phase, m.margin as specialty, c.administration,
        sum(c.contacts) filter (where c.deviation = 1) as patient_chosen,
        sum(c.contacts) filter (where c.deviation in (2, 3)) as medical
    from contact_counts as c
    inner join specialty_margins as m on m.specialty = c.specialty
    where c.deviation <> 0
    group by c.principal, c.cutoff_date, c.population, c.phase, m.margin, c.administration
),

counted as (
    select
        principal, cutoff_date, population, phase, specialty, coalesce(administration, 'Alla') as administration,
        sum(patient_chosen) as patient_chosen, sum(medical) as medical
    from by_deviation
    group by grouping sets (
        (principal, cutoff_date, population, phase, specialty, administration),
        (principal, cutoff_date, population, phase, specialty)
    )
)

select
    g.principal,
    g.cutoff_date,
    g.population,
    g.phase,
    g.specialty,
    g.administration,
    g.contacts,
    if(g.contacts is null, null, coalesce(c.patient_chosen, 0))::integer as patient_chosen,
    if(g.contacts is null, null, coalesce(c.medical, 0))::integer as medical,
    g.status
from group_states as g
left join counted as c
    on c.principal = g.principal and c.cutoff_date = g.cutoff_date and c.population = g.population
    and c.phase = g.phase and c.specialty = g.specialty and c.administration = g.administration
where not g.is_in_bands
order by g.principal, g.population, g.phase, g.specialty, g.administration, g.cutoff_date;
