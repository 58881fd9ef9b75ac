-- Grain: version in force whose sums since the first quarter are not those of the quarters in force.
with running as (
    select
        principal, plan_id, quarter, completed, cumulative_planned, cumulative_completed,
        sum(planned) over so_far as planned_so_far,
        sum(completed) over so_far as completed_so_far
    from plan_quarters
    where in_force
    window so_far as (partition by principal, plan_id order by quarter)
)

select principal, plan_id, quarter
from running
where cumulative_planned is distinct from planned_so_far
    or cumulative_completed is distinct from if(completed is null, null, completed_so_far)
order by principal, plan_id, quarter;
