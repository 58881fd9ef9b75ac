-- rows of earlier deliveries whose source's unit and day this load ($first is its lowest delivery) has too, by the name
-- of the unit or by what the source called it
delete from cross_entries as earlier
where earlier.delivery_id < $first
    and (
        (earlier.source, earlier.principal, earlier.administration, earlier.unit, earlier.date) in (
            select (ours.source, ours.principal, ours.administration, ours.unit, ours.date)
            from cross_entries as ours
            where ours.delivery_id >= $first
        )
        or (
            earlier.delivered_unit is not null
            and (earlier.source, earlier.principal, earlier.administration, earlier.delivered_unit, earlier.date) in (
                select (ours.source, ours.principal, ours.administration, ours.delivered_unit, ours.date)
                from cross_entries as ours
                where ours.delivery_id >= $first and ours.delivered_unit is not null
            )
        )
    )
