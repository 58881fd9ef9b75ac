-- one row per förvaltning and unit of one specialty and cut in the open table maluppfyllelse_enhet; empty list means all
select
    huvudman,
    matdatum,
    population,
    fas,
    mvo,
    mvo_namn,
    forvaltning,
    enhet,
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
from open_maluppfyllelse_enhet
where huvudman = $principal
    and matdatum = $cutoff_date
    and population = $population
    and fas = $phase
    and mvo = $specialty
    and definition = $definition
    and grans_dagar is not distinct from $limit_days
    and (len($administrations) = 0 or list_contains($administrations, forvaltning))
order by forvaltning, enhet
