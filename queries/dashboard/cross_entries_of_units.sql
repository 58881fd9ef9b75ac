-- one row per source, day and event of every unit of one huvudman that is asked for
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
    and list_contains($units, unit)  -- quicker than pairs alone, which are what is asked for
    and (administration, unit) in (
        select (unnest($administrations), unnest($units))
    )
order by administration, unit, date, source, number
