-- one row per source, day and event of one unit, of the days from the first to the last
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
    count,
    colour,
    colour_definition,
    description,
    went_well,
    role,
    registered_at,
    version,
    settles
from cross_entries
where principal = $principal
    and administration = $administration
    and unit = $unit
    and date between $first and $last
order by date, source, number
