-- one row per version of a plan that earlier loads brought
select
    p.principal,
    p.plan_id,
    p.version,
    p.year,
    p.specialty,
    p.phase,
    p.sender,
    p.receiver,
    p.regime,
    p.transfer,
    p.decided_volume,
    p.q1,
    p.q2,
    p.q3,
    p.q4,
    p.decided_on,
    p.status,
    p.reason,
    p.anchored_by,
    p.motivation,
    p.principle_share,
    p.principle_numerator,
    p.principle_denominator,
    p.principle_level,
    p.principle_date
from delivery_plans as p
where p.delivery_id in (select d.delivery_id from deliveries as d where d.load_id < $load_id)
order by p.principal, p.plan_id, p.version
