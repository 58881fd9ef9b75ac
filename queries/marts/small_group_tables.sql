-- Grain: group × kind of patient, only of those tables (principal, date, population, phase) that hold a small group.
create temp table small_group_tables as
with sizes as (
    select principal, cutoff_date, population, phase, specialty, administration, unit, sum(contacts) as contacts
    from group_kinds
    group by principal, cutoff_date, population, phase, specialty, administration, unit
),

with_small as (
    select principal, cutoff_date, population, phase
    from sizes
    group by principal, cutoff_date, population, phase
    having min(contacts) < $suppress_below
)

select
    k.principal,
    k.cutoff_date,
    k.population,
    k.phase,
    k.specialty,
    k.administration,
    k.unit,
    k.kind,
    k.contacts
from group_kinds as k
inner join with_small as s
    on s.principal = k.principal and s.cutoff_date = k.cutoff_date
    and s.population = k.population and s.phase = k.phase;
