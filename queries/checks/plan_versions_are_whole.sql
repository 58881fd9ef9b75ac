-- Grain: version of a plan that is there twice, or whose four quarters are not its own.
with quarterly as (
    select
        principal, plan_id, version, year,
        list(planned order by quarter) as planned
    from plan_quarters
    group by principal, plan_id, version, year
),

known as (
    select principal, plan_id, version, year, [q1, q2, q3, q4] as planned
    from plan_versions
)

select principal, plan_id, version
from (
    from known
    except all
    from quarterly
)
union
select principal, plan_id, version
from (
    select principal, plan_id, version, year, planned from quarterly
    except all
    from known
)
order by principal, plan_id, version;
