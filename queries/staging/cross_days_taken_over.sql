-- one row per delivery of this load ($first is its lowest) and earlier delivery whose units' days it has too
with days as (
    select distinct delivery_id, principal, source, administration, unit, date
    from cross_entries
    where delivery_id >= $first
)

select days.delivery_id, earlier.delivery_id as replaced_id, count(*) as rows
from cross_entries as earlier
inner join days
    on days.source = earlier.source
    and days.principal = earlier.principal
    and days.administration = earlier.administration
    and days.unit = earlier.unit
    and days.date = earlier.date
where earlier.delivery_id < $first
group by days.delivery_id, earlier.delivery_id
order by days.delivery_id, earlier.delivery_id
