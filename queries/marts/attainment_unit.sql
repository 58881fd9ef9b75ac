-- Grain: principal × date × population × phase × specialty × administration × unit × definition × limit.
create table attainment_unit as
select
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    administration,
    unit,
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
where unit is not null
order by principal, population, phase, definition, specialty, administration, unit, cutoff_date, limit_days;
