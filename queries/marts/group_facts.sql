-- Grain: group (unit null = the administration or Alla): all its contacts, median and 90th percentile of days waited.
create temp table group_facts as
with days as (
    select
        principal, cutoff_date, population, phase, specialty, administration, unit, waited_days, contacts
    from unit_days
    union all
    select
        principal, cutoff_date, population, phase, specialty, administration, null as unit, waited_days, contacts
    from administration_days
),

running as (
    select
        *,
        sum(contacts) over (
            partition by principal, cutoff_date, population, phase, specialty, administration, unit
            order by waited_days
        ) as up_to,
        sum(contacts) over (
            partition by principal, cutoff_date, population, phase, specialty, administration, unit
        ) as in_all
    from days
),

-- Type 7: the neighbours of place q·(n − 1), counted from nought; whole-number arithmetic keeps tenths exact.
neighbours as (
    select
        principal,
        cutoff_date,
        population,
        phase,
        specialty,
        administration,
        unit,
        max(in_all)::bigint as contacts,
        min(waited_days) filter (where up_to > (in_all - 1) // 2) as median_low,
        min(waited_days) filter (where up_to > in_all // 2) as median_high,
        min(waited_days) filter (where up_to > 9 * (in_all - 1) // 10) as p90_low,
        min(waited_days) filter (where up_to > 9 * (in_all - 1) // 10 + 1) as p90_high
    from running
    group by principal, cutoff_date, population, phase, specialty, administration, unit
)

select
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    administration,
    unit,
    contacts,
    (median_low + median_high) / 2 as median_days,
    (10 * p90_low + (9 * (contacts - 1) % 10) * (coalesce(p90_high, p90_low) - p90_low)) / 10 as p90_days
from neighbours;
