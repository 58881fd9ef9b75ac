-- Grain: group at administration level × national band of days waited (the last one open), or × band of its source.
create table waiting_bands as
with bands as (
    select unnest([0, 31, 61, 91, 121, 181, 366]) as from_days, unnest([30, 60, 90, 120, 180, 365, null]) as to_days
),

counted as (
    select
        d.principal, d.cutoff_date, d.population, d.phase, d.specialty, d.administration, b.from_days,
        sum(d.contacts) as contacts
    from waiting_days_by_date as d
    inner join bands as b on d.waited_days between b.from_days and coalesce(b.to_days, 2147483647)
    group by
        d.principal, d.cutoff_date, d.population, d.phase, d.specialty, d.administration, b.from_days
),

told_bands as (
    select
        principal, cutoff_date, population, phase, edge as from_days, is_end,
        lead(edge) over (partition by principal, cutoff_date, population, phase order by edge) - 1 as to_days
    from aggregate_edges
    where cut is null
    qualify not is_end
)

select
    g.principal,
    g.cutoff_date,
    g.population,
    g.phase,
    g.specialty,
    g.administration,
    b.from_days,
    b.to_days,
    if(g.status in ('saknas', 'dolt'), null, coalesce(c.contacts, 0))::integer as contacts,
    g.status
from group_states as g
cross join bands as b
left join counted as c
    on c.principal = g.principal and c.cutoff_date = g.cutoff_date and c.population = g.population
    and c.phase = g.phase and c.specialty = g.specialty and c.administration = g.administration
    and c.from_days = b.from_days
where not g.is_in_bands
union all
select
    g.principal, g.cutoff_date, g.population, g.phase, g.specialty, g.administration, b.from_days, b.to_days,
    if(g.status in ('saknas', 'dolt'), null, b.contacts)::integer as contacts,
    g.status
from group_states as g
inner join aggregate_bands as b
    on b.principal = g.principal and b.cutoff_date = g.cutoff_date and b.population = g.population
    and b.phase = g.phase and b.specialty = g.specialty and b.administration = g.administration
where b.cut is null and g.status <> 'dolt'
union all
-- Nobody is told of, or what is told is hidden: the bands that all are told in, so that they tell nothing of the group.
select
    g.principal, g.cutoff_date, g.population, g.phase, g.specialty, g.administration, b.from_days, b.to_days,
    if(g.status in ('saknas', 'dolt'), null, 0)::integer as contacts,
    g.status
from group_states as g
inner join told_bands as b
    on b.principal = g.principal and b.cutoff_date = g.cutoff_date and b.population = g.population
    and b.phase = g.phase
anti join aggregate_bands as o
    on o.cut is null and g.status <> 'dolt' and o.principal = g.principal and o.cutoff_date = g.cutoff_date
    and o.population = g.population and o.phase = g.phase and o.specialty = g.specialty
    and o.administration = g.administration
order by principal, cutoff_date, population, phase, specialty, administration, from_days;
