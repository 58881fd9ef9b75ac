-- one row per huvudman, phase and limit with a share or an interval: its newest date up to the one asked for,
-- all förvaltningar, one specialty, each under its own definition
with counted as (
    select
        attainment.principal,
        attainment.cutoff_date,
        attainment.phase,
        attainment.limit_days,
        attainment.definition,
        attainment.denominator,
        attainment.numerator,
        attainment.share,
        attainment.status,
        principals.is_demo,
        principals.is_aggregated
    from attainment
    join principals
        on principals.principal = attainment.principal
    cross join dataset
    where attainment.population = $population
        and attainment.specialty = $specialty
        and attainment.administration = 'Alla'
        and attainment.limit_days is not null
        and attainment.cutoff_date <= $cutoff_date
        and attainment.status in ('visas', 'lagt_underlag', 'ej_berakningsbar')
        and attainment.definition = case
            when principals.is_aggregated then 'ingen'
            when attainment.principal = $principal then $definition
            when $population = 'vantande' then dataset.default_definition_waiting
            else dataset.default_definition_completed
        end
),

newest as (
    select
        principal,
        phase,
        max(cutoff_date) as cutoff_date
    from counted
    group by principal, phase
)

select
    counted.principal,
    counted.cutoff_date,
    counted.phase,
    counted.limit_days,
    counted.definition,
    counted.denominator,
    counted.numerator,
    counted.share,
    counted.status,
    counted.is_demo,
    counted.is_aggregated,
    band_intervals.share_low,
    band_intervals.share_high,
    band_intervals.median_low,
    band_intervals.median_high
from counted
join newest
    on newest.principal = counted.principal
    and newest.phase = counted.phase
    and newest.cutoff_date = counted.cutoff_date
left join band_intervals
    on band_intervals.principal = counted.principal
    and band_intervals.cutoff_date = counted.cutoff_date
    and band_intervals.population = $population
    and band_intervals.phase = counted.phase
    and band_intervals.specialty = $specialty
    and band_intervals.administration = 'Alla'
    and band_intervals.unit is null
    and band_intervals.limit_days is not distinct from counted.limit_days
order by counted.phase, counted.limit_days, counted.principal
