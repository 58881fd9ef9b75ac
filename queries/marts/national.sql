-- Grain: principal compared × date × population × phase × specialty × definition × limit.
create table national as
select
    principal, cutoff_date, population, phase, specialty, definition, limit_days, denominator, numerator, share
from warehouse.national
order by principal, population, phase, definition, cutoff_date, specialty, limit_days;
