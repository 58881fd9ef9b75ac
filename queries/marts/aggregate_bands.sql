-- Grain: cut (null = figures) × group at administration level × the finest band that divides none of its parts.
create temp table aggregate_bands as
with groups as (
    select principal, cutoff_date, population, phase, cut, specialty, administration
    from aggregate_groups
    where unit is null
    group by principal, cutoff_date, population, phase, cut, specialty, administration
),

-- What a delivery tells a specialty in, whoever is in the bands: where a group is divided never follows from its own
-- counts, nor from which of its empty bands its source leaves out.
ways_of_telling as (
    select principal, cutoff_date, population, phase, cut, delivery_id, specialty, from_days, to_days
    from aggregate_cells
    group by principal, cutoff_date, population, phase, cut, delivery_id, specialty, from_days, to_days
),

told_in as (
    select distinct
        c.principal, c.cutoff_date, c.population, c.phase, c.cut, c.delivery_id, c.specialty as told_specialty,
        m.margin as specialty, a.administration
    from aggregate_cells as c
    inner join specialty_margins as m on m.specialty = c.specialty
    cross join unnest([c.administration, 'Alla']) as a (administration)
),

divided as (
    select t.principal, t.cutoff_date, t.population, t.phase, t.cut, t.specialty, t.administration, e.edge
    from told_in as t
    inner join ways_of_telling as w
        on w.principal = t.principal and w.cutoff_date = t.cutoff_date and w.population = t.population
        and w.phase = t.phase and w.cut is not distinct from t.cut and w.delivery_id = t.delivery_id
        and w.specialty = t.told_specialty
    inner join aggregate_edges as e
        on e.principal = t.principal and e.cutoff_date = t.cutoff_date and e.population = t.population
        and e.phase = t.phase and e.cut is not distinct from t.cut
        and w.from_days < e.edge and e.edge <= coalesce(w.to_days, 2147483647)
    where e.is_inside
    group by t.principal, t.cutoff_date, t.population, t.phase, t.cut, t.specialty, t.administration, e.edge
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
