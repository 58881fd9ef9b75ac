-- one row per specialty of one cut that has a national share counted alike: same date, definition and limit
with alike as (
    select
        specialty,
        denominator,
        numerator,
        share,
        row_number() over (partition by specialty order by (principal = $principal) desc, principal) as nearest
    from national
    where cutoff_date = $cutoff_date
        and population = $population
        and phase = $phase
        and definition = $definition
        and limit_days is not distinct from $limit_days
        and share is not null
        and (
            principal = $principal
            -- 'Riket' holds for every real huvudman, never for a made-up one
            or (principal = 'Riket' and not (select bool_or(is_demo) from principals where principal = $principal))
        )
)

select
    specialty,
    denominator,
    numerator,
    share
from alike
where nearest = 1
order by specialty
