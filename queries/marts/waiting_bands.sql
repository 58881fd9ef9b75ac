-- Grain: group at administration level × national band of days waited (the last one open).
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
order by g.principal, g.cutoff_date, g.population, g.phase, g.specialty, g.administration, b.from_days;
