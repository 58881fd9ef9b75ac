-- Grain: group at administration level (and Alla) that was delivered: somebody who gives the care delivered on the date.
create temp table delivered_groups as
with delivered as (
    select c.principal, c.cutoff_date, c.population, c.administration
    from care as c
    semi join gridded as b on b.principal = c.principal and b.cutoff_date = c.cutoff_date
    where not c.is_in_bands
    group by c.principal, c.cutoff_date, c.population, c.administration
),

by_administration as (
    select g.principal, g.cutoff_date, g.population, g.phase, g.specialty, g.administration
    from group_grid as g
    inner join delivered as d
        on d.principal = g.principal and d.cutoff_date = g.cutoff_date and d.population = g.population
        and d.administration = g.administration
    where g.unit is null
    group by g.principal, g.cutoff_date, g.population, g.phase, g.specialty, g.administration
),

-- Some of it is told to be missing and nobody is told of beside that: not known, which is not the same as nobody.
missing as (
    select distinct
        t.principal, t.cutoff_date, t.population, t.phase, m.margin as specialty, t.administration
    from aggregate_tellings as t
    semi join gridded as b on b.principal = t.principal and b.cutoff_date = t.cutoff_date
    left join specialty_reference as r on r.specialty = t.specialty
    cross join unnest([t.specialty, r.specialty_group, 'Alla']) as m (margin)
    where t.is_missing and t.role = 'figures' and m.margin is not null
),

unknown as (
    select m.*
    from missing as m
    anti join aggregate_facts as f
        on f.principal = m.principal and f.cutoff_date = m.cutoff_date and f.population = m.population
        and f.phase = m.phase and f.specialty = m.specialty and f.administration = m.administration and f.unit is null
),

-- In bands a delivery says nothing of specialties that it does not tell apart. What is not told by administration is in
-- Alla only.
in_bands as (
    select
        g.principal, g.cutoff_date, g.population, g.phase, g.specialty, d.administration,
        bool_or(d.is_by_unit) as is_by_unit
    from group_grid as g
    inner join aggregate_delivered as d
        on d.principal = g.principal and d.cutoff_date = g.cutoff_date and d.population = g.population
        and d.phase = g.phase and g.administration = if(d.administration = '', 'Alla', d.administration)
    anti join unknown as u
        on u.principal = g.principal and u.cutoff_date = g.cutoff_date and u.population = g.population
        and u.phase = g.phase and u.specialty = g.specialty and u.administration = g.administration
    where g.unit is null
        and case g.specialty when 'Alla' then true when 'Ej fördelat' then d.has_rest else d.is_by_specialty end
    group by g.principal, g.cutoff_date, g.population, g.phase, g.specialty, d.administration
),

told as (
    select principal, cutoff_date, population, phase, specialty, administration, true as is_by_unit
    from by_administration
    union all
    select principal, cutoff_date, population, phase, specialty, administration, is_by_unit
    from in_bands
)

select
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    -- Nobody waits in the region only if one of those who give the care has said so.
    coalesce(administration, 'Alla') as administration,
    bool_or(is_by_unit) as is_by_unit
from told
group by grouping sets (
    (principal, cutoff_date, population, phase, specialty, administration),
    (principal, cutoff_date, population, phase, specialty)
)
having grouping(administration) = 1 or administration <> '';
