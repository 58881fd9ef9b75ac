-- Grain: group of a cut at administration level × its band, only of those tables that hold a small group: the cut's own
-- counts are of patients too. The cut stands behind its principal, so that each is a table of its own.
create temp table cut_kinds as
with groups as (
    select
        principal || chr(31) || cut as principal, cutoff_date, population, phase, specialty, administration,
        from_days, to_days, contacts
    from aggregate_groups
    where cut is not null and unit is null and contacts > 0
),

sizes as (
    select principal, cutoff_date, population, phase, specialty, administration, sum(contacts) as contacts
    from groups
    group by principal, cutoff_date, population, phase, specialty, administration
),

with_small as (
    select principal, cutoff_date, population, phase
    from sizes
    group by principal, cutoff_date, population, phase
    having min(contacts) < $suppress_below
)

select
    g.principal,
    g.cutoff_date,
    g.population,
    g.phase,
    g.specialty,
    g.administration,
    null::varchar as unit,
    (
        dense_rank() over (
            partition by g.principal, g.cutoff_date, g.population, g.phase order by g.from_days, g.to_days
        ) - 1
    )::integer as kind,
    g.contacts
from groups as g
inner join with_small as s
    on s.principal = g.principal and s.cutoff_date = g.cutoff_date and s.population = g.population
    and s.phase = g.phase;
