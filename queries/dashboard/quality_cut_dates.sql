-- one row per population, date and cut of one huvudman: how many groups are compared and how many differ
select
    population,
    cutoff_date,
    cut,
    count(*) as comparisons,
    count(*) filter (where is_disputed) as disputed,
    max(relative) as relative
from cut_comparisons
where principal = $principal
group by population, cutoff_date, cut
order by cutoff_date desc, population, cut
