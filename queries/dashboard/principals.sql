-- one row per huvudman with published figures, or with plans or crosses only
select
    principals.principal,
    principals.is_demo,
    principals.is_aggregated,
    principals.principal in (select periods.principal from periods) as has_contacts
from principals
order by principals.principal
