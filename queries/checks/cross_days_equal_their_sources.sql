-- Grain: unit and day without conflict whose events are not those that its sources tell, or whose sources differ unsettled.
with told as (
    select principal, administration, unit, date, source, sum(count) as events, max(settles) as settles
    from cross_entries
    group by principal, administration, unit, date, source
    having bool_or(fact is distinct from 'ej_registrerad')
),

together as (
    select
        principal, administration, unit, date,
        list(distinct events) as events,
        bool_or(settles is not null) as is_settled
    from told
    group by principal, administration, unit, date
)

select d.principal, d.administration, d.unit, d.date, d.events
from cross_days as d
left join together as t
    on t.principal = d.principal and t.administration = d.administration and t.unit = d.unit and t.date = d.date
where not d.is_conflict
    and not coalesce(list_contains(t.events, d.events) and (t.is_settled or len(t.events) = 1), d.events = 0)
order by d.principal, d.administration, d.unit, d.date;
