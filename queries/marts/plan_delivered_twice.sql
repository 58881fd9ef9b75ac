-- Grain: pair with outcomes (sender and receiver), administration with needs (sender) or receiver with offers (receiver)
-- of which two deliveries say different things; amount: how many patients they are apart, over months and quarters.
create temp table plan_delivered_twice as
with outcomes as (
    select principal, year(month)::integer as year, specialty, phase, sender, receiver,
        greatest(
            max(sent) - min(sent), max(completed) - min(completed), max(returned) - min(returned)
        ) as apart
    from warehouse.delivery_outcomes
    group by principal, month, specialty, phase, sender, receiver, reported_by
    having count(distinct (sent, completed, returned)) > 1
),

needed as (
    select principal, year, specialty, phase, administration as sender, null::varchar as receiver,
        greatest(max(need) - min(need), max(capacity) - min(capacity)) as apart
    from warehouse.needs
    group by principal, year, quarter, specialty, phase, administration
    having count(distinct (need, capacity)) > 1
),

offered as (
    select principal, year, specialty, phase, null::varchar as sender, receiver,
        max(free_volume) - min(free_volume) as apart
    from warehouse.capacity_offers
    group by principal, year, quarter, specialty, phase, receiver, regime
    having count(distinct (free_volume, area, valid_to)) > 1
),

told as (
    from outcomes
    union all
    from needed
    union all
    from offered
)

select principal, year, specialty, phase, sender, receiver, sum(apart) as amount
from told
group by principal, year, specialty, phase, sender, receiver
order by principal, year, specialty, phase, sender, receiver;
