-- Grain: plan and quarter whose outcome is not the sum of what is reported of it, month by month.
with reported as (
    select
        principal, plan_id, year, quarter(month)::utinyint as quarter,
        sum(sent) as sent, sum(completed) as completed, sum(returned) as returned
    from plan_outcomes
    where plan_id is not null
    group by principal, plan_id, year, quarter(month)
),

shown as (
    select
        principal, plan_id, year, quarter,
        sum(sent) as sent, sum(completed) as completed, sum(returned) as returned, count(sent) as carriers
    from plan_quarters
    group by principal, plan_id, year, quarter
)

select
    coalesce(s.principal, r.principal) as principal, coalesce(s.plan_id, r.plan_id) as plan_id,
    coalesce(s.quarter, r.quarter) as quarter, s.sent, r.sent as sent_reported, s.completed,
    r.completed as completed_reported, s.carriers
from shown as s
full outer join reported as r
    on r.principal = s.principal and r.plan_id = s.plan_id and r.year = s.year and r.quarter = s.quarter
where (coalesce(s.sent, 0), coalesce(s.completed, 0), coalesce(s.returned, 0))
    <> (coalesce(r.sent, 0), coalesce(r.completed, 0), coalesce(r.returned, 0))
    or s.carriers > 1
order by principal, plan_id, quarter;
