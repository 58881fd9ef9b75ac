-- one row per silent unit of one huvudman and specialty it last had: contacts in each of three periods and none now
select
    silent.population,
    silent.cutoff_date,
    silent.administration,
    silent.unit,
    silent.last_seen,
    silent.periods_before,
    seen.specialty
from silent_units as silent
left join (
    select distinct principal, population, cutoff_date, administration, unit, specialty
    from attainment_unit
    where principal = $principal
) as seen
    on seen.principal = silent.principal
    and seen.population = silent.population
    and seen.cutoff_date = silent.last_seen
    and seen.administration = silent.administration
    and seen.unit = silent.unit
where silent.principal = $principal
order by silent.cutoff_date desc, silent.population, silent.administration, silent.unit, seen.specialty nulls first
