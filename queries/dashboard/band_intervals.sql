-- one row per specialty, förvaltning and unit (null: the förvaltning) of one date, population, phase and limit: between
-- what its share, median and 90th percentile lie
select
    cutoff_date,
    specialty,
    administration,
    unit,
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
order by cutoff_date, specialty, administration, unit nulls first
