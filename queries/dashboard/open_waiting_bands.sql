-- one row per förvaltning and band of days waited of one specialty and date in the open table vantetidsfordelning
select
    huvudman,
    matdatum,
    population,
    fas,
    mvo,
    forvaltning,
    fran_dagar,
    till_dagar,
    antal,
    status,
    dataversion
from open_vantetidsfordelning
where huvudman = $principal
    and matdatum = $cutoff_date
    and population = $population
    and fas = $phase
    and mvo = $specialty
order by forvaltning, fran_dagar
