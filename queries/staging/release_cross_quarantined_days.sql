-- Quarantined rows of earlier deliveries about a source's unit and day that this load ($first is its lowest delivery)
-- tells of again, well or not; where one side does not know whose the unit is, its name is enough. A unit is the same
-- by its name or by what the source calls it.
delete from cross_quarantined_days as earlier
where earlier.delivery_id < $first
    and exists (
        select 1
        from deliveries as theirs
        inner join deliveries as ours on ours.source = theirs.source
        inner join (
            select distinct delivery_id, principal, administration, unit, delivered_unit, date
            from cross_entries
            where delivery_id >= $first
            union
            select distinct delivery_id, principal, administration, unit, delivered_unit, date
            from cross_quarantined_days
            where delivery_id >= $first
        ) as told on told.delivery_id = ours.delivery_id
        where theirs.delivery_id = earlier.delivery_id
            and told.principal = earlier.principal
            and (told.unit = earlier.unit or told.delivered_unit = earlier.delivered_unit)
            and told.date = earlier.date
            and coalesce(told.administration = earlier.administration, true)
    )
returning earlier.delivery_id, earlier.record
