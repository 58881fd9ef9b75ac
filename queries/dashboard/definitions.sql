-- one row per definition of which deviations are excluded
select
    definition,
    name,
    text,
    sort_order
from definitions
order by sort_order, definition
