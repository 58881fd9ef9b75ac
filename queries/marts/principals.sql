-- Grain: principal that has contacts, plans, outcomes, needs, offers or crosses; the reference decides what is demo, no switch.
create table principals as
with in_bands as (
    select principal, bool_and(is_in_bands) as is_aggregated from care group by principal
),

seen as (
    select principal from in_bands
    union
    select principal from plan_specialties
    union
    select principal from cross_units
)

select
    s.principal,
    coalesce(bool_or(r.is_demo), false) as is_demo,
    -- Its contacts are known only as counts in bands.
    coalesce(bool_or(b.is_aggregated), false) as is_aggregated
from seen as s
left join in_bands as b on b.principal = s.principal
left join principal_reference as r on r.principal = s.principal
group by s.principal
order by s.principal;
