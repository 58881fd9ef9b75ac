-- one row per dimension and category of one specialty and cut in the open table jamlikhet
select
    huvudman,
    matdatum,
    population,
    fas,
    mvo,
    mvo_namn,
    indelning,
    kategori,
    definition,
    grans_dagar,
    antal,
    namnare,
    taljare,
    andel,
    undre_95,
    ovre_95,
    over_grans,
    median_dagar,
    status,
    dataversion
from open_jamlikhet
where huvudman = $principal
    and matdatum = $cutoff_date
    and population = $population
    and fas = $phase
    and mvo = $specialty
    and definition = $definition
    and grans_dagar is not distinct from $limit_days
order by indelning, kategori
