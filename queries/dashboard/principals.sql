-- one row per huvudman with published figures
select
    principals.principal,
    principals.is_demo
from principals
order by principals.principal
