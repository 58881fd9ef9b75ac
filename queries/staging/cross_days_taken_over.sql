-- One row per delivery of this load ($first is its lowest) and earlier delivery whose units' days it has too: units that
-- are the same, or that the source called the same before enheter.csv called them something else.
with days as (
    select distinct delivery_id, principal, source, administration, unit, delivered_unit, date
    from cross_entries
    where delivery_id >= $first
),

taken as (
    select days.delivery_id, earlier.delivery_id as replaced_id, earlier.record
    from cross_entries as earlier
    inner join days
        on days.source = earlier.source
        and days.principal = earlier.principal
        and days.administration = earlier.administration
        and days.unit = earlier.unit
        and days.date = earlier.date
    where earlier.delivery_id < $first
    union
    select days.delivery_id, earlier.delivery_id as replaced_id, earlier.record
    from cross_entries as earlier
    inner join days
        on days.source = earlier.source
        and days.principal = earlier.principal
        and days.administration = earlier.administration
        and days.delivered_unit = earlier.delivered_unit
        and days.date = earlier.date
    where earlier.delivery_id < $first
)

select delivery_id, replaced_id, count(*) as rows
from taken
group by delivery_id, replaced_id
order by delivery_id, replaced_id
