-- Grain: version of a plan; of a version that is both loaded and registered, what was registered.
create table plan_versions as
select
    v.principal, v.plan_id, v.version, v.year, v.specialty, v.phase, v.sender, v.receiver, v.regime, v.transfer,
    v.decided_volume, v.q1, v.q2, v.q3, v.q4, v.decided_on, v.status, v.reason, v.anchored_by, v.motivation,
    v.principle_share, v.principle_numerator, v.principle_denominator, v.principle_level, v.principle_date,
    v.role, v.registered_at, 'register' as origin
from registered_versions as v
union all
select
    v.principal, v.plan_id, v.version, v.year, v.specialty, v.phase, v.sender, v.receiver, v.regime, v.transfer,
    v.decided_volume, v.q1, v.q2, v.q3, v.q4, v.decided_on, v.status, v.reason, v.anchored_by, v.motivation,
    v.principle_share, v.principle_numerator, v.principle_denominator, v.principle_level, v.principle_date,
    v.role, v.registered_at, 'utdrag' as origin
from warehouse.delivery_plans as v
where not exists (
    select 1 from registered_versions as r
    where r.principal = v.principal and r.plan_id = v.plan_id and r.version = v.version
)
order by principal, year, plan_id, version;
