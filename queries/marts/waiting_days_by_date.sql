-- Grain: as waiting_days_by_specialty; sorted for all specialties on one date.
create table waiting_days_by_date as
select principal, cutoff_date, population, phase, specialty, administration, waited_days, contacts
from waiting_days_by_specialty
order by principal, cutoff_date, population, phase, specialty, administration, waited_days;
