-- one row per phase, specialty, limit and month with a national figure, newest first: nation and region counted alike
select
    national.phase,
    national.specialty,
    national.limit_days,
    national.definition,
    national.cutoff_date,
    national.share as national_share,
    national.numerator as national_numerator,
    national.denominator as national_denominator,
    region.share as alike_share,
    region.numerator as alike_numerator,
    region.denominator as alike_denominator
from national
join attainment as region
    on region.principal = $principal
    and region.cutoff_date = national.cutoff_date
    and region.population = 'vantande'
    and region.phase = national.phase
    and region.specialty = national.specialty
    and region.administration = 'Alla'
    and region.definition = national.definition
    and region.limit_days is not distinct from national.limit_days
where national.population = 'vantande'
    and (
        national.principal = $principal
        -- 'Riket' holds for every real huvudman, never for a made-up one
        or (national.principal = 'Riket' and not (select bool_or(is_demo) from principals where principal = $principal))
    )
    and national.definition = $definition
    and national.share is not null
    and region.share is not null
qualify row_number() over (
    partition by national.phase, national.specialty, national.limit_days, national.cutoff_date
    order by (national.principal = $principal) desc, national.principal
) = 1
order by national.phase, national.specialty, national.limit_days, national.cutoff_date desc
