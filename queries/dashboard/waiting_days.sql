-- one row per number of days waited in one group of one cut: how many have waited so long
select
    cutoff_date,
    waited_days,
    contacts
from waiting_days_by_specialty
where principal = $principal
    and population = $population
    and phase = $phase
    and specialty = $specialty
    and administration = $administration
order by cutoff_date, waited_days
