-- Grain: type of event, the known ones in their order and then those that only deliveries name.
create table cross_event_types as
select event_type, title, sort_order, true as is_known
from cross_event_type_reference
union all
select e.event_type, e.event_type as title, 10000 as sort_order, false as is_known
from cross_entries as e
where e.event_type is not null
    and not exists (select 1 from cross_event_type_reference as r where r.event_type = e.event_type)
group by e.event_type
order by sort_order, event_type;
