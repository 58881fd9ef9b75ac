-- one row per delivered or missing month (36 at most, up to the cut-off) and förvaltning of one specialty: PVV and MOV
with months as (
    select
        cutoff_date,
        is_delivered,
        missing_administrations
    from periods
    where principal = $principal
        and population = $population
        and cutoff_date <= $cutoff_date
        and cutoff_date > last_day($cutoff_date - interval 36 month)
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
