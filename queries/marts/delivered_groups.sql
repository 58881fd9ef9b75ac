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

-- In bands a delivery says nothing of specialties that it does not tell apart, nor of a group it tells to be missing.
-- What is not told by administration is in Alla only.
in_bands as (
    select
        g.principal, g.cutoff_date, g.population, g.phase, g.specialty, d.administration,
        bool_or(d.is_by_unit) as is_by_unit
    from group_grid as g
    inner join aggregate_delivered as d
        on d.principal = g.principal and d.cutoff_date = g.cutoff_date and d.population = g.population
        and d.phase = g.phase and g.administration = if(d.administration = '', 'Alla', d.administration)
    anti join aggregate_tellings as t
        on t.principal = g.principal and t.cutoff_date = g.cutoff_date and t.population = g.population
        and t.phase = g.phase and t.specialty = g.specialty and t.administration = g.administration
        and t.is_missing and t.role = 'figures'
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
