-- one row per change beyond chance of one huvudman, date, horizon and definition, and where the group stands now
with of_horizon as (
    select *
    from changes
    where principal = $principal
        and cutoff_date = $cutoff_date
        and horizon = $horizon
        and definition = $definition
),

-- förvaltningar with a base large enough to be compared: the lowest and the highest share of the same cut
standing as (
    select
        phase,
        specialty,
        limit_days,
        count(*) as judged,
        min(share) as lowest,
        max(share) as highest
    from comparisons
    where principal = $principal
        and cutoff_date = $cutoff_date
        and population = 'vantande'
        and definition = $definition
        and unit is null
    group by phase, specialty, limit_days
)

select
    of_horizon.earlier_date,
    of_horizon.phase,
    of_horizon.specialty,
    coalesce(specialties.short_name, of_horizon.specialty) as short_name,
    of_horizon.administration,
    of_horizon.limit_days,
    of_horizon.numerator,
    of_horizon.denominator,
    of_horizon.share,
    of_horizon.earlier_numerator,
    of_horizon.earlier_denominator,
    of_horizon.earlier_share,
    of_horizon.difference,
    of_horizon.low_95,
    of_horizon.high_95,
    of_horizon.p_value,
    comparisons.verdict,
    coalesce(standing.judged, 0) as judged,
    standing.lowest,
    standing.highest
from of_horizon
left join specialties
    on specialties.principal = $principal
    and specialties.specialty = of_horizon.specialty
left join administrations
    on administrations.principal = $principal
    and administrations.administration = of_horizon.administration
left join comparisons
    on comparisons.principal = $principal
    and comparisons.cutoff_date = $cutoff_date
    and comparisons.population = 'vantande'
    and comparisons.phase = of_horizon.phase
    and comparisons.specialty = of_horizon.specialty
    and comparisons.administration = of_horizon.administration
    and comparisons.definition = of_horizon.definition
    and comparisons.limit_days is not distinct from of_horizon.limit_days
    and comparisons.unit is null
left join standing
    on standing.phase = of_horizon.phase
    and standing.specialty = of_horizon.specialty
    and standing.limit_days is not distinct from of_horizon.limit_days
order by
    of_horizon.phase,
    specialties.sort_order,
    of_horizon.specialty,
    administrations.sort_order,
    of_horizon.administration,
    of_horizon.limit_days
