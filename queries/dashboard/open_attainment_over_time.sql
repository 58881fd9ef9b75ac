-- one row per month, phase and förvaltning of one specialty in the open table maluppfyllelse, up to 36 months back
select
    huvudman,
    matdatum,
    population,
    fas,
    mvo,
    mvo_namn,
    forvaltning,
    definition,
    grans_dagar,
    antal,
    namnare,
    taljare,
    andel,
    over_grans,
    median_dagar,
    p90_dagar,
    status,
    dataversion
from open_maluppfyllelse
where huvudman = $principal
    and matdatum <= $cutoff_date
    and matdatum > last_day($cutoff_date - interval 36 month)
    and population = $population
    and list_contains($phases, fas)
    and mvo = $specialty
    and list_contains($administrations, forvaltning)
    and definition = $definition
    and grans_dagar is not distinct from $limit_days
order by fas, forvaltning, matdatum
