-- one row per specialty and förvaltning of one cut, margins included
select
    attainment.cutoff_date,
    attainment.specialty,
    attainment.administration,
    attainment.limit_days,
    attainment.contacts,
    attainment.denominator,
    attainment.numerator,
    attainment.share,
    attainment.over_limit,
    attainment.median_days,
    attainment.p90_days,
    attainment.status,
    comparisons.target_share,
    comparisons.low_95,
    comparisons.high_95,
    comparisons.p_value,
    comparisons.verdict,
    comparisons.shrunken_share
from attainment
left join administrations
    on administrations.principal = attainment.principal
    and administrations.administration = attainment.administration
left join comparisons
    on comparisons.principal = attainment.principal
    and comparisons.cutoff_date = attainment.cutoff_date
    and comparisons.population = attainment.population
    and comparisons.phase = attainment.phase
    and comparisons.specialty = attainment.specialty
    and comparisons.administration = attainment.administration
    and comparisons.definition = attainment.definition
    and comparisons.limit_days is not distinct from attainment.limit_days
    and comparisons.unit is null
where attainment.principal = $principal
    and attainment.population = $population
    and attainment.phase = $phase
    and attainment.definition = $definition
    and attainment.limit_days is not distinct from $limit_days
order by
    attainment.cutoff_date,
    attainment.specialty,
    administrations.sort_order nulls last,
    attainment.administration
