-- Grain: unit and day that quarantined rows in force tell of; whose the unit is where the row says, else whoever has it.
create table cross_stopped_days as
select distinct u.principal, u.administration, u.unit, q.date
from warehouse.cross_quarantined_days as q
inner join warehouse.deliveries as d on d.delivery_id = q.delivery_id and d.replaced_by is null
inner join cross_seen_units as u
    on u.principal = q.principal
    and u.unit = q.unit
    and coalesce(u.administration = q.administration, true)
order by u.principal, u.administration, u.unit, q.date;
