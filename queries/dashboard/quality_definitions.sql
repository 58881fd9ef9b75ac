-- one row per check of quality: what it looks for
select
    check_id,
    title,
    text
from quality_definitions
order by check_id
