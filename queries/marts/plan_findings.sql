-- Grain: thing that does not agree between plans, outcomes, needs, offers and register, or between two deliveries.
create table plan_findings as
with volumes as (
    select
        principal, plan_id, max(version) filter (where in_force) as version,
        sum(planned) filter (where in_force) as planned
    from plan_quarters
    group by principal, plan_id
),

held as (
    select v.*, p.year, p.specialty, p.phase, p.sender, p.receiver, p.regime
    from volumes as v
    inner join plan_versions as p
        on p.principal = v.principal and p.plan_id = v.plan_id and p.version = v.version
    where v.planned > 0
),

-- Needs that are not delivered for a year at all are told by the freshness of deliveries, not plan by plan.
without_need as (
    select h.principal, 'plan_utan_behov' as finding, h.year, h.specialty, h.phase, h.sender, h.receiver, h.plan_id,
        h.version, h.planned as amount
    from held as h
    where exists (select 1 from needs as n where n.principal = h.principal and n.year = h.year)
        and not exists (
            select 1 from needs as n
            where n.principal = h.principal and n.year = h.year and n.specialty = h.specialty and n.phase = h.phase
        )
),

without_plan as (
    select principal, 'utfall_utan_plan' as finding, year, specialty, phase, sender, receiver,
        null::varchar as plan_id, null::integer as version, sum(completed) as amount
    from plan_outcomes
    where plan_id is null
    group by principal, year, specialty, phase, sender, receiver
),

oversubscribed as (
    select f.principal, 'overtecknad_kapacitet' as finding, f.year, f.specialty, f.phase,
        if(count(distinct q.plan_id) = 1, any_value(q.sender), null) as sender, f.receiver,
        if(count(distinct q.plan_id) = 1, any_value(q.plan_id), null) as plan_id,
        if(count(distinct q.plan_id) = 1, max(q.version), null) as version,
        any_value(f.lacking) as amount
    from (
        select principal, year, specialty, phase, receiver, regime, sum(-free) as lacking, list(quarter) as quarters
        from plan_free_capacity
        where free < 0
        group by principal, year, specialty, phase, receiver, regime
    ) as f
    inner join plan_quarters as q
        on q.in_force and q.planned > 0 and q.principal = f.principal and q.year = f.year
        and q.specialty = f.specialty and q.phase = f.phase and q.receiver = f.receiver and q.regime = f.regime
        and list_contains(f.quarters, q.quarter)
    group by f.principal, f.year, f.specialty, f.phase, f.receiver, f.regime
),

without_offer as (
    select q.principal, 'plan_utan_kapacitet' as finding, q.year, q.specialty, q.phase, q.sender, q.receiver,
        q.plan_id, max(q.version) as version, sum(q.planned) as amount
    from plan_quarters as q
    where q.in_force and q.planned > 0
        and exists (select 1 from capacity_offers as c where c.principal = q.principal and c.year = q.year)
        and not exists (
            select 1 from capacity_offers as c
            where c.principal = q.principal and c.year = q.year and c.quarter = q.quarter
                and c.specialty = q.specialty and c.phase = q.phase and c.receiver = q.receiver and c.regime = q.regime
        )
    group by q.principal, q.year, q.specialty, q.phase, q.sender, q.receiver, q.plan_id
),

decided as (
    select *, max(decided_on) over (
        partition by principal, plan_id order by version rows between unbounded preceding and 1 preceding
    ) as decided_before
    from plan_versions
    where status <> 'forslag'
),

out_of_order as (
    select principal, 'version_utan_ordning' as finding, year, specialty, phase, sender, receiver, plan_id, version,
        null::bigint as amount
    from decided
    where decided_on < decided_before
),

registered_twice as (
    select r.principal, 'dubbelt_registrerad' as finding, r.year, r.specialty, r.phase, r.sender, r.receiver,
        r.plan_id, r.version, null::bigint as amount
    from registered_versions as r
    inner join warehouse.delivery_plans as d
        on d.principal = r.principal and d.plan_id = r.plan_id and d.version = r.version
    where (
        r.year, r.specialty, r.phase, r.sender, r.receiver, r.regime, r.transfer, r.decided_volume, r.q1, r.q2, r.q3,
        r.q4, r.decided_on, r.status, r.reason, r.anchored_by, r.motivation, r.principle_share,
        r.principle_numerator, r.principle_denominator, r.principle_level, r.principle_date
    ) is distinct from (
        d.year, d.specialty, d.phase, d.sender, d.receiver, d.regime, d.transfer, d.decided_volume, d.q1, d.q2, d.q3,
        d.q4, d.decided_on, d.status, d.reason, d.anchored_by, d.motivation, d.principle_share,
        d.principle_numerator, d.principle_denominator, d.principle_level, d.principle_date
    )
),

delivered_twice as (
    select t.principal, 'dubbelt_levererat' as finding, t.year, t.specialty, t.phase, t.sender, t.receiver,
        o.plan_id, null::integer as version, t.amount
    from plan_delivered_twice as t
    left join (
        select distinct principal, year, specialty, phase, sender, receiver, plan_id from plan_outcomes
    ) as o
        on o.principal = t.principal and o.year = t.year and o.specialty = t.specialty and o.phase = t.phase
        and o.sender = t.sender and o.receiver = t.receiver
),

found as (
    from without_need
    union all
    from without_plan
    union all
    from oversubscribed
    union all
    from without_offer
    union all
    from out_of_order
    union all
    from registered_twice
    union all
    from delivered_twice
)

select principal, finding, year, specialty, phase, sender, receiver, plan_id, version, amount::integer as amount
from found
order by principal, finding, year, specialty, phase, sender, receiver, plan_id, version;
