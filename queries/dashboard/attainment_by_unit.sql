-- one row per förvaltning and unit of one specialty and cut
select
    attainment_unit.cutoff_date,
    attainment_unit.specialty,
    attainment_unit.administration,
    attainment_unit.unit,
    attainment_unit.limit_days,
    attainment_unit.contacts,
    attainment_unit.denominator,
    attainment_unit.numerator,
    attainment_unit.share,
    attainment_unit.over_limit,
    attainment_unit.median_days,
    attainment_unit.p90_days,
    attainment_unit.status,
    comparisons.target_share,
    comparisons.low_95,
    comparisons.high_95,
    comparisons.p_value,
    comparisons.verdict,
    comparisons.shrunken_share
from attainment_unit
left join administrations
    on administrations.principal = attainment_unit.principal
    and administrations.administration = attainment_unit.administration
left join comparisons
    on comparisons.principal = attainment_unit.principal
    and comparisons.cutoff_date = attainment_unit.cutoff_date
    and comparisons.population = attainment_unit.population
    and comparisons.phase = attainment_unit.phase
    and comparisons.specialty = attainment_unit.specialty
    and comparisons.administration = attainment_unit.administration
    and comparisons.definition = attainment_unit.definition
    and comparisons.limit_days is not distinct from attainment_unit.limit_days
    and comparisons.unit = attainment_unit.unit
where attainment_unit.principal = $principal
    and attainment_unit.population = $population
    and attainment_unit.phase = $phase
    and attainment_unit.specialty = $specialty
    and attainment_unit.definition = $definition
    and attainment_unit.limit_days is not distinct from $limit_days
order by
    attainment_unit.cutoff_date,
    administrations.sort_order nulls last,
    attainment_unit.administration,
    attainment_unit.unit
