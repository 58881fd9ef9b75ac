-- Grain: aggregated group (unit null = the administration or Alla) × limit: who is within it for certain, who may be.
create temp table aggregate_limit_counts as
with limits_here as (
    select principal, cutoff_date, population, phase, specialty, administration, unit, limit_days
    from group_grid
    where limit_days is not null
),

edges as (
    select principal, cutoff_date, population, phase, edge from aggregate_edges where cut is null
)

select
    g.principal,
    g.cutoff_date,
    g.population,
    g.phase,
    g.specialty,
    g.administration,
    g.unit,
    l.limit_days,
    coalesce(sum(g.contacts) filter (where g.to_days <= l.limit_days), 0)::bigint as certain,
    coalesce(sum(g.contacts) filter (where g.from_days <= l.limit_days), 0)::bigint as possible,
    bool_or(e.edge is not null) as is_edge
from aggregate_groups as g
inner join limits_here as l
    on l.principal = g.principal and l.cutoff_date = g.cutoff_date and l.population = g.population
    and l.phase = g.phase and l.specialty = g.specialty and l.administration = g.administration
    and l.unit is not distinct from g.unit
left join edges as e
    on e.principal = g.principal and e.cutoff_date = g.cutoff_date and e.population = g.population
    and e.phase = g.phase and e.edge = l.limit_days + 1
where g.cut is null
group by g.principal, g.cutoff_date, g.population, g.phase, g.specialty, g.administration, g.unit, l.limit_days;
