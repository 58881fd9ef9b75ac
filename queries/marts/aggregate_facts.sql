-- Grain: group of aggregated figures: its contacts, and between which days the median and the 90th percentile lie.
-- The lowest each can be is the type-7 quantile of everybody at the first day of their band, the highest that of
-- everybody at the last; an open band has no last day, and a quantile that needs it has no highest (null).
create temp table aggregate_facts as
with groups as (
    select *, coalesce(to_days, 2147483647)::bigint as last_day
    from aggregate_groups
    where cut is null and contacts > 0
),

first_days as (
    select
        principal, cutoff_date, population, phase, specialty, administration, unit, from_days,
        sum(contacts) over (of_group order by from_days) as up_to,
        sum(contacts) over (of_group) as in_all
    from groups
    window of_group as (
        partition by principal, cutoff_date, population, phase, specialty, administration, unit
    )
),

last_days as (
    select
        principal, cutoff_date, population, phase, specialty, administration, unit, last_day,
        sum(contacts) over (of_group order by last_day) as up_to,
        sum(contacts) over (of_group) as in_all
    from groups
    window of_group as (
        partition by principal, cutoff_date, population, phase, specialty, administration, unit
    )
),

lowest as (
    select
        principal, cutoff_date, population, phase, specialty, administration, unit,
        max(in_all)::bigint as contacts,
        min(from_days) filter (where up_to > (in_all - 1) // 2) as median_a,
        min(from_days) filter (where up_to > in_all // 2) as median_b,
        min(from_days) filter (where up_to > 9 * (in_all - 1) // 10) as p90_a,
        min(from_days) filter (where up_to > 9 * (in_all - 1) // 10 + 1) as p90_b
    from first_days
    group by principal, cutoff_date, population, phase, specialty, administration, unit
),

highest as (
    select
        principal, cutoff_date, population, phase, specialty, administration, unit,
        min(last_day) filter (where up_to > (in_all - 1) // 2) as median_a,
        min(last_day) filter (where up_to > in_all // 2) as median_b,
        min(last_day) filter (where up_to > 9 * (in_all - 1) // 10) as p90_a,
        min(last_day) filter (where up_to > 9 * (in_all - 1) // 10 + 1) as p90_b
    from last_days
    group by principal, cutoff_date, population, phase, specialty, administration, unit
),

-- Tenths of the way from the lower neighbour to the upper one.
placed as (
    select *, 9 * (contacts - 1) % 10 as tenths from lowest
)

select
    l.principal,
    l.cutoff_date,
    l.population,
    l.phase,
    l.specialty,
    l.administration,
    l.unit,
    l.contacts,
    (l.median_a + l.median_b) / 2 as median_low,
    if(h.median_b = 2147483647, null, (h.median_a + h.median_b) / 2) as median_high,
    (10 * l.p90_a + l.tenths * (coalesce(l.p90_b, l.p90_a) - l.p90_a)) / 10 as p90_low,
    case
        when h.p90_a = 2147483647 or (l.tenths > 0 and h.p90_b = 2147483647) then null
        else (10 * h.p90_a + l.tenths * (if(l.tenths > 0, h.p90_b, h.p90_a) - h.p90_a)) / 10
    end as p90_high
from placed as l
inner join highest as h
    on h.principal = l.principal and h.cutoff_date = l.cutoff_date and h.population = l.population
    and h.phase = l.phase and h.specialty = l.specialty and h.administration = l.administration
    and h.unit is not distinct from l.unit;
