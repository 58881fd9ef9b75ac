-- Grain: delivery of aggregates × role × cut × group as told (of all dates), its bands added up; which series it tells.
-- A series is one telling of the truth: null for the figures, otherwise the name of the cut that is compared with them.
create temp table aggregate_tellings as
with told as (
    select
        delivery_id, principal, cutoff_date, population, phase, role, cut, specialty, administration, unit,
        coalesce(sum(contacts), 0)::bigint as contacts,
        -- One count of a group that is not told: its sum is not known.
        bool_or(contacts is null) as is_missing
    from warehouse.aggregates
    group by
        delivery_id, principal, cutoff_date, population, phase, role, cut, specialty, administration, unit
),

by_contact as (
    select principal, cutoff_date, population
    from warehouse.care_counts
    group by principal, cutoff_date, population
)

select
    t.*,
    coalesce(d.source, '') as source,
    -- Where every contact is known, counts of the same contacts are never added to them: they are a cut.
    case
        when t.role <> 'figures' then coalesce(t.cut, d.source, '')
        when c.principal is not null then coalesce(d.source, '')
    end as series
from told as t
inner join warehouse.deliveries as d on d.delivery_id = t.delivery_id
left join by_contact as c
    on c.principal = t.principal and c.cutoff_date = t.cutoff_date and c.population = t.population;
