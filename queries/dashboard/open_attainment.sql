-- one row per specialty and förvaltning of one cut in the open table maluppfyllelse; empty lists mean all
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
    and matdatum = $cutoff_date
    and population = $population
    and fas = $phase
    and definition = $definition
    and grans_dagar is not distinct from $limit_days
    and (mvo <> 'Alla' or list_contains($specialties, 'Alla'))
    and (len($specialties) = 0 or list_contains($specialties, mvo))
    and (len($administrations) = 0 or list_contains($administrations, forvaltning) or forvaltning = 'Alla')
order by mvo, forvaltning
