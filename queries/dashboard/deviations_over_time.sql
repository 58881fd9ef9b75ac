-- one row per delivered or missing month and förvaltning of one specialty: PVV and MOV
with months as (
    select
        cutoff_date,
        is_delivered,
        missing_administrations
    from periods
    where principal = $principal
        and population = $population
),

chosen_administrations as (
    select unnest($administrations) as administration
)

select
    months.cutoff_date,
    chosen_administrations.administration,
    deviations.contacts,
    deviations.patient_chosen,
    deviations.medical,
    coalesce(deviations.status, 'saknas') as status,
    months.is_delivered,
    months.missing_administrations
from months
cross join chosen_administrations
left join deviations
    on deviations.principal = $principal
    and deviations.cutoff_date = months.cutoff_date
    and deviations.population = $population
    and deviations.phase = $phase
    and deviations.specialty = $specialty
    and deviations.administration = chosen_administrations.administration
order by chosen_administrations.administration, months.cutoff_date
