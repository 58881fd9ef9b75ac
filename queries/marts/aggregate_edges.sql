-- Grain: principal × date × population × phase × cut × first day of a band anybody told (or the day after a last band).
create temp table aggregate_edges as
with told as (
    select principal, cutoff_date, population, phase, cut, from_days, to_days
    from aggregate_cells
    group by principal, cutoff_date, population, phase, cut, from_days, to_days
),

edges as (
    select principal, cutoff_date, population, phase, cut, from_days as edge
    from told
    union
    select principal, cutoff_date, population, phase, cut, to_days + 1
    from told
    where to_days is not null
),

-- A last day that nobody tells anything beyond begins no band.
ends as (
    select
        principal, cutoff_date, population, phase, cut,
        if(bool_or(to_days is null), null, max(to_days)) as last_day
    from told
    group by principal, cutoff_date, population, phase, cut
)

select
    e.principal,
    e.cutoff_date,
    e.population,
    e.phase,
    e.cut,
    e.edge,
    coalesce(e.edge > n.last_day, false) as is_end,
    -- Sources of one date may tell in other bands: an edge inside another's band may divide a group or not.
    exists (
        select 1
        from told as t
        where t.principal = e.principal and t.cutoff_date = e.cutoff_date and t.population = e.population
            and t.phase = e.phase and t.cut is not distinct from e.cut
            and t.from_days < e.edge and e.edge <= coalesce(t.to_days, 2147483647)
    ) as is_inside
from edges as e
inner join ends as n
    on n.principal = e.principal and n.cutoff_date = e.cutoff_date and n.population = e.population
    and n.phase = e.phase and n.cut is not distinct from e.cut;
