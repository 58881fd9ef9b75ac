-- one row per unit and day of one huvudman, as published
select
    principal,
    administration,
    unit,
    date,
    cases,
    events,
    is_expected,
    is_counted,
    is_registered,
    is_derived,
    is_conflict,
    is_late,
    has_went_well,
    sources
from cross_days
where principal = $principal
order by administration, unit, date
