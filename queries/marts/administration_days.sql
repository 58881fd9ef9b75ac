-- Grain: principal × date × population × phase × margin × administration (and Alla) × days waited.
create temp table administration_days as
with added_over_units as (
    select
        principal, cutoff_date, population, phase, specialty, administration, waited_days,
        sum(contacts) as contacts
    from unit_days
    group by principal, cutoff_date, population, phase, specialty, administration, waited_days
)

select
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    coalesce(administration, 'Alla') as administration,
    waited_days,
    sum(contacts)::bigint as contacts
from added_over_units
group by grouping sets (
    (principal, cutoff_date, population, phase, specialty, administration, waited_days),
    (principal, cutoff_date, population, phase, specialty, waited_days)
);
