-- one row per population and cut-off of one huvudman, newest first
select
    population,
    cutoff_date,
    is_delivered,
    loaded_at,
    administrations_expected,
    administrations_delivered,
    missing_administrations
from periods
where principal = $principal
order by population, cutoff_date desc
