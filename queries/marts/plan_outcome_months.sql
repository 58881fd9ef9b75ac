-- Grain: principal × month that any outcome is loaded for, and which side has reported it.
create table outcome_months as
select
    principal,
    month,
    bool_or(reported_by = 'avsandare') as from_senders,
    bool_or(reported_by = 'mottagare') as from_receivers
from warehouse.delivery_outcomes
group by principal, month
order by principal, month;
