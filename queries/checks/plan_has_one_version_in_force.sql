-- Grain: plan and quarter with more than one version in force, or with one that is not agreed.
select principal, plan_id, quarter, count(*) as in_force, bool_and(status = 'overenskommen') as all_agreed
from plan_quarters
where in_force
group by principal, plan_id, quarter
having count(*) > 1 or not bool_and(status = 'overenskommen')
order by principal, plan_id, quarter;
