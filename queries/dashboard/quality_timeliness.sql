-- one row per source, kind, population and period of one huvudman (and of the nation): when it was due and when it came
select
    source,
    kind,
    population,
    period,
    due_on,
    first_loaded_at,
    last_loaded_at,
    days_late,
    times_replaced,
    status
from timeliness
where principal = $principal or principal is null
order by source, kind, population nulls first, period
