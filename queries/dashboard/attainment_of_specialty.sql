-- one row per förvaltning ('Alla' too) of one specialty and cut
select
    cutoff_date,
    administration,
    contacts,
    denominator,
    numerator,
    share,
    over_limit,
    median_days,
    p90_days,
    status
from attainment
where principal = $principal
    and population = $population
    and phase = $phase
    and specialty = $specialty
    and definition = $definition
    and limit_days is not distinct from $limit_days
order by cutoff_date, administration
