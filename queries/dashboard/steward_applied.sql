-- one row per decision of a steward that has been tried, of one huvudman or of none
select
    decision_id,
    token,
    applied_at,
    "action",
    outcome,
    rows,
    duplicates,
    message,
    is_replaced
from steward_applied
where principal = $principal or principal is null
order by decision_id
