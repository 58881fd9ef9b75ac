-- one row per month and förvaltning of one specialty, phase and population in the open table avvikelser, up to 36 months back
select
    huvudman,
    matdatum,
    population,
    fas,
    mvo,
    mvo_namn,
    forvaltning,
    antal,
    pvv,
    mov,
    status,
    dataversion
from open_avvikelser
where huvudman = $principal
    and matdatum <= $cutoff_date
    and matdatum > last_day($cutoff_date - interval 36 month)
    and population = $population
    and fas = $phase
    and mvo = $specialty
    and list_contains($administrations, forvaltning)
order by forvaltning, matdatum
