-- one row per type of event, the known ones in their order and then those that only deliveries name
select event_type, title, sort_order, is_known
from cross_event_types
order by sort_order, event_type
