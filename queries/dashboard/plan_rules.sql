-- one row per dated rule of plans
select
    rule,
    value,
    valid_from,
    valid_to
from plan_rules
order by rule, valid_from
