-- one row per delivered or missing month, phase and förvaltning of one specialty; no figure = a gap
with months as (
    select
        cutoff_date,
        is_delivered,
        missing_administrations
    from periods
    where principal = $principal
        and population = $population
),

phases as (
    select unnest($phases) as phase
),

chosen_administrations as (
    select unnest($administrations) as administration
)

select
    months.cutoff_date,
    phases.phase,
    $specialty as specialty,
    chosen_administrations.administration,
    attainment.limit_days,
    attainment.contacts,
    attainment.denominator,
    attainment.numerator,
    attainment.share,
    attainment.over_limit,
    attainment.median_days,
    attainment.p90_days,
    coalesce(attainment.status, 'saknas') as status,
    months.is_delivered,
    months.missing_administrations
from months
cross join phases
cross join chosen_administrations
left join attainment
    on attainment.principal = $principal
    and attainment.cutoff_date = months.cutoff_date
    and attainment.population = $population
    and attainment.phase = phases.phase
    and attainment.specialty = $specialty
    and attainment.administration = chosen_administrations.administration
    and attainment.definition = $definition
    and attainment.limit_days is not distinct from $limit_days
order by phases.phase, chosen_administrations.administration, months.cutoff_date
