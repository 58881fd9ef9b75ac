-- one row per delivery of this load ($first is its lowest) and each of those in force that its count is held against:
-- waiting, the newest of the 35 days before; completed, the same month a year earlier; and the one that it replaces.
-- Files of counts often hold a source's whole history, whose leaps are its own: a new date of theirs is held against
-- what earlier loads brought, a date that comes again against what it replaces alone.
with counted as (
    select
        d.delivery_id,
        d.source,
        d.kind,
        d.population,
        d.period,
        if(d.kind = 'aggregat', coalesce(told.contacts, 0), d.accepted) as counted
    from deliveries as d
    left join (
        select delivery_id, sum(contacts) as contacts
        from aggregates
        where role <> 'control'
        group by delivery_id
    ) as told on told.delivery_id = d.delivery_id
    where d.replaced_by is null
        and d.kind in ('vantande', 'genomforda', 'aggregat')
        and d.source is not null
        and d.population is not null
        and d.period is not null
),

pairs as (
    select
        ours.delivery_id,
        ours.kind,
        ours.counted,
        theirs.counted as other,
        theirs.period,
        theirs.period = ours.period as is_replaced,
        theirs.delivery_id as other_id,
        if(
            ours.population = 'genomforda' and theirs.period < ours.period,
            abs(date_diff('day', theirs.period, cast(ours.period - interval 1 year as date))),
            date_diff('day', theirs.period, ours.period)
        ) as days
    from counted as ours
    inner join counted as theirs
        on theirs.source = ours.source and theirs.kind = ours.kind and theirs.population = ours.population
        and (
            (theirs.period = ours.period and theirs.delivery_id < $first)
            or (
                ours.population = 'vantande'
                and theirs.period < ours.period
                and theirs.period >= ours.period - interval 35 day
            )
            or (
                ours.population = 'genomforda'
                and date_trunc('month', theirs.period) = date_trunc('month', ours.period) - interval 1 year
            )
        )
    where ours.delivery_id >= $first and (ours.kind <> 'aggregat' or theirs.delivery_id < $first)
),

compared as (
    select *, bool_or(is_replaced) over (partition by delivery_id) as replaces
    from pairs
)

select delivery_id, counted, other, period, is_replaced
from compared
where kind <> 'aggregat' or is_replaced or not replaces
qualify row_number() over (partition by delivery_id, is_replaced order by days, other_id desc) = 1 and other >= $fewest
order by delivery_id, is_replaced
