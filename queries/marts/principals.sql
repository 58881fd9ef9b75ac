-- Grain: principal that has contacts, plans, outcomes, needs, offers or crosses; the reference decides what is demo, no switch.
create table principals as
with seen as (
    select principal from care
    union
    select principal from plan_specialties
    union
    select principal from cross_units
)

select s.principal, coalesce(bool_or(r.is_demo), false) as is_demo, false as is_aggregated
from seen as s
left join principal_reference as r on r.principal = s.principal
group by s.principal
order by s.principal;
