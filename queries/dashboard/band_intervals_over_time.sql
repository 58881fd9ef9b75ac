-- one row per date and förvaltning of one specialty, population, phase and limit: between what its figures lie
select
    cutoff_date,
    administration,
    share_low,
    share_high,
    median_low,
    median_high,
    p90_low,
    p90_high
from band_intervals
where principal = $principal
    and population = $population
    and phase = $phase
    and limit_days is not distinct from $limit_days
    and specialty = $specialty
    and unit is null
    and list_contains($administrations, administration)
order by cutoff_date, administration
