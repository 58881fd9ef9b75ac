-- one row per specialty, förvaltning and unit of one cut in the open table jamforelser; empty $specialties means all
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
    namnare,
    taljare,
    andel,
    region_andel,
    undre_95,
    ovre_95,
    p_varde,
    utfall,
    krympt_andel,
    dataversion
from open_jamforelser
where huvudman = $principal
    and matdatum = $cutoff_date
    and population = $population
    and fas = $phase
    and definition = $definition
    and grans_dagar is not distinct from $limit_days
    and (mvo <> 'Alla' or list_contains($specialties, 'Alla'))
    and (len($specialties) = 0 or list_contains($specialties, mvo))
order by mvo, forvaltning, enhet nulls first
