-- Grain: principal × unit that the reference says keeps a Green Cross, or that anything is told of; reference values.
create temp table cross_seen_units as
with seen as (
    select principal from care
    union
    select principal from plan_specialties
    union
    select principal from cross_entries
),

-- The huvudman of the settings where it has data, or where nobody has.
setting as (
    select $default_principal::varchar as principal
    where $default_principal in (select principal from seen)
        or ($default_principal is not null and not exists (select 1 from seen))
),

kinds as (
    select s.principal, coalesce(bool_or(r.is_demo), false) as is_demo
    from (select principal from seen union select principal from setting) as s
    left join principal_reference as r on r.principal = s.principal
    group by s.principal
),

-- Whose a förvaltning is: that of the huvudman with the most rows of crosses in it, else of contacts.
at_work as (
    select administration, principal, count(*) as crosses, 0 as contacts
    from cross_entries
    group by administration, principal
    union all
    select administration, principal, 0 as crosses, sum(contacts) as contacts
    from care
    where administration not in ('', 'Ej fördelat')
    group by administration, principal
),

most as (
    select administration, principal
    from at_work
    group by administration, principal
    qualify row_number() over (
        partition by administration order by sum(crosses) desc, sum(contacts) desc, principal
    ) = 1
),

-- Where nobody has data: of the only huvudman there is, an invented one not counted beside a real one.
only_one as (
    select any_value(principal) as principal
    from kinds
    where not is_demo or (select bool_and(is_demo) from kinds)
    having count(*) = 1
),

-- A unit is one huvudman's: the product's own units are invented and belong to the invented region.
owned as (
    select
        r.administration,
        r.unit,
        case
            when r.is_own then (select min(principal) from kinds where is_demo)
            else coalesce((select principal from setting), m.principal, (select principal from only_one))
        end as owner
    from cross_unit_reference as r
    left join most as m on m.administration = r.administration
    where r.cross_from is not null
),

every_unit as (
    select owner as principal, administration, unit from owned
    where owner is not null
    union
    select principal, administration, unit from cross_entries
)

select
    u.principal,
    u.administration,
    u.unit,
    r.hospital,
    r.clinic,
    if(o.owner = u.principal, r.cross_from, null) as cross_from,
    if(o.owner = u.principal, r.cross_to, null) as cross_to,
    coalesce(r.opening, 'alla') as opening,
    row_number() over (
        partition by u.principal
        order by coalesce(a.sort_order, 1000), u.administration collate sv, u.unit collate sv, u.administration, u.unit
    )::integer as sort_order
from every_unit as u
left join kinds as k on k.principal = u.principal
left join cross_unit_reference as r
    on r.administration = u.administration and r.unit = u.unit and (k.is_demo or not r.is_own)
left join owned as o on o.administration = u.administration and o.unit = u.unit
left join administration_reference as a on a.administration = u.administration
order by u.principal, sort_order;
