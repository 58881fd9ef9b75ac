-- one row per phase, specialty, förvaltning and cut of one date that differs from another cut by more than allowed
select
    phase,
    specialty,
    administration,
    cut,
    count(*) as comparisons,
    max(relative) as relative
from cut_comparisons
where principal = $principal
    and population = $population
    and cutoff_date = $cutoff_date
    and is_disputed
group by phase, specialty, administration, cut
order by max(relative) desc, phase nulls first, specialty, administration, cut
