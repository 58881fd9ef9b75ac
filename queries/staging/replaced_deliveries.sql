-- one row per delivery of this load ($first is its lowest id) and the delivery in force that it replaces
select ours.delivery_id, earlier.delivery_id as replaced_id
from deliveries as ours
inner join deliveries as earlier
    on ours.source = earlier.source
    and ours.kind = earlier.kind
    and ours.population = earlier.population
    and ours.period = earlier.period
where ours.delivery_id >= $first and earlier.delivery_id < $first and earlier.replaced_by is null
order by ours.delivery_id
