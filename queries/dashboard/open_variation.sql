-- one row per specialty or group of one cut in the open table variation; empty $specialties means all
select
    huvudman,
    matdatum,
    population,
    fas,
    mvo,
    mvo_namn,
    definition,
    grans_dagar,
    antal_forvaltningar,
    lagst,
    lagst_forvaltning,
    hogst,
    hogst_forvaltning,
    spann,
    lagst_alla,
    hogst_alla,
    region_andel,
    antal,
    over_grans,
    phi,
    utanfor_grans,
    dataversion
from open_variation
where huvudman = $principal
    and matdatum = $cutoff_date
    and population = $population
    and fas = $phase
    and definition = $definition
    and grans_dagar is not distinct from $limit_days
    and (mvo <> 'Alla' or list_contains($specialties, 'Alla'))
    and (len($specialties) = 0 or list_contains($specialties, mvo))
order by mvo
