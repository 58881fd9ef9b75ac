-- one row per year, quarter (null: the whole year), specialty, phase and förvaltning of one huvudman
select
    principal,
    year,
    quarter,
    specialty,
    phase,
    administration,
    need,
    capacity
from needs
where principal = $principal
order by year, quarter nulls first, specialty, phase, administration
