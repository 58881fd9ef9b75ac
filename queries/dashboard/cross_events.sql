-- one row per source, day and event of one huvudman's units, of the days from the first to the last; no free text
select
    principal,
    administration,
    unit,
    date,
    source,
    number,
    fact,
    is_disturbance,
    event_type,
    count
from cross_entries
where principal = $principal
    and count > 0
    and date between $first and $last
order by administration, unit, date, source, number
