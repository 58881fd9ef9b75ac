-- Grain: principal × date × population × phase × specialty × administration × definition × limit.
create table attainment as
select
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    administration,
    definition,
    limit_days,
    contacts,
    denominator,
    numerator,
    share,
    over_limit,
    median_days,
    p90_days,
    status
from attainment_groups
where unit is null
order by principal, population, phase, definition, cutoff_date, specialty, administration, limit_days;
