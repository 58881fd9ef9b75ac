-- Grain: group at administration level (and Alla) that was delivered: somebody who gives the care delivered on the date.
create temp table delivered_groups as
with delivered as (
    select c.principal, c.cutoff_date, c.population, c.administration
    from care as c
    semi join gridded as b on b.principal = c.principal and b.cutoff_date = c.cutoff_date
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
)

select
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    -- Nobody waits in the region only if one of those who give the care has said so.
    coalesce(administration, 'Alla') as administration
from by_administration
group by grouping sets (
    (principal, cutoff_date, population, phase, specialty, administration),
    (principal, cutoff_date, population, phase, specialty)
);
