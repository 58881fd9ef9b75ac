-- one row per role that may stand by a change
select
    role,
    part,
    sort_order
from roles
order by sort_order, role
