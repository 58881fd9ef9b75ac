-- one row per förvaltning ('Alla' too) and limit of those waiting in one specialty and phase at the latest delivery
select
    cutoff_date,
    administration,
    limit_days,
    denominator,
    numerator,
    share,
    status
from attainment
where principal = $principal
    and population = 'vantande'
    and phase = $phase
    and specialty = $specialty
    and definition = $definition
    and cutoff_date = (
        select max(cutoff_date)
        from periods
        where principal = $principal
            and population = 'vantande'
            and is_delivered
    )
order by administration, limit_days
