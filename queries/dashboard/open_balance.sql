-- one row per förvaltning of one month, phase and specialty in the open table balans
select
    huvudman,
    manad,
    fas,
    mvo,
    mvo_namn,
    forvaltning,
    vantade_fore,
    nya,
    genomforda,
    lamnat_utan_vard,
    oforklarat,
    vantar_efter,
    status,
    dataversion
from open_balans
where huvudman = $principal
    and manad = $cutoff_date
    and fas = $phase
    and mvo = $specialty
order by forvaltning
