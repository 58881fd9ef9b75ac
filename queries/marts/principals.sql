-- Grain: principal that has contacts; what is demo is decided by the reference, not by a switch.
create table principals as
with seen as (
    select principal from contact_counts group by principal
)

select s.principal, coalesce(bool_or(r.is_demo), false) as is_demo
from seen as s
left join principal_reference as r on r.principal = s.principal
group by s.principal
order by s.principal;
