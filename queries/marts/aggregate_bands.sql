-- Grain: cut (null = figures) × group at administration level × the finest band that divides none of its parts.
create temp table aggregate_bands as
with groups as (
    select principal, cutoff_date, population, phase, cut, specialty, administration
    from aggregate_groups
    where unit is null
    group by principal, cutoff_date, population, phase, cut, specialty, administration
),

divided as (
    select g.principal, g.cutoff_date, g.population, g.phase, g.cut, g.specialty, g.administration, e.edge
    from aggregate_groups as g
    inner join aggregate_edges as e
        on e.principal = g.principal and e.cutoff_date = g.cutoff_date and e.population = g.population
        and e.phase = g.phase and e.cut is not distinct from g.cut
        and g.from_days < e.edge and e.edge <= coalesce(g.to_days, 2147483647)
    where e.is_inside and g.contacts > 0 and g.unit is null
    group by g.principal, g.cutoff_date, g.population, g.phase, g.cut, g.specialty, g.administration, e.edge
),

own_edges as (
    select g.*, e.edge, e.is_end
    from groups as g
    inner join aggregate_edges as e
        on e.principal = g.principal and e.cutoff_date = g.cutoff_date and e.population = g.population
        and e.phase = g.phase and e.cut is not distinct from g.cut
    anti join divided as d
        on d.principal = g.principal and d.cutoff_date = g.cutoff_date and d.population = g.population
        and d.phase = g.phase and d.cut is not distinct from g.cut and d.specialty = g.specialty
        and d.administration = g.administration and d.edge = e.edge
),

own_bands as (
    select
        * exclude (edge),
        edge as from_days,
        lead(edge) over (
            partition by principal, cutoff_date, population, phase, cut, specialty, administration order by edge
        ) - 1 as to_days
    from own_edges
)

select
    b.principal,
    b.cutoff_date,
    b.population,
    b.phase,
    b.cut,
    b.specialty,
    b.administration,
    b.from_days,
    b.to_days,
    coalesce(sum(g.contacts), 0)::bigint as contacts
from own_bands as b
left join aggregate_groups as g
    on g.principal = b.principal and g.cutoff_date = b.cutoff_date and g.population = b.population
    and g.phase = b.phase and g.cut is not distinct from b.cut and g.specialty = b.specialty
    and g.administration = b.administration and g.unit is null
    and g.from_days between b.from_days and coalesce(b.to_days, 2147483647)
where not b.is_end
group by
    b.principal, b.cutoff_date, b.population, b.phase, b.cut, b.specialty, b.administration, b.from_days, b.to_days;
