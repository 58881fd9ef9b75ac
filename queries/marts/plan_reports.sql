-- Grain: report of a month, pair and side; of what two deliveries say of the same, what the newest says.
create temp table plan_reports as
select principal, month, specialty, phase, sender, receiver, reported_by, sent, completed, returned
from warehouse.delivery_outcomes
qualify row_number() over (
    partition by principal, month, specialty, phase, sender, receiver, reported_by order by delivery_id desc
) = 1
order by principal, month, specialty, phase, sender, receiver, reported_by;
