-- one row per band of days waited, in the source's own bands, of one group
select
    cutoff_date,
    from_days,
    to_days,
    contacts,
    status
from waiting_bands
where principal = $principal
    and population = $population
    and phase = $phase
    and specialty = $specialty
    and administration = $administration
order by cutoff_date, from_days
