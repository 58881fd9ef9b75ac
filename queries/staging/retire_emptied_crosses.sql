-- Earlier deliveries that this load ($first is its lowest delivery) has left nothing of: neither stored rows nor
-- quarantined ones. The delivery of the same source and month has what they had.
update deliveries
set replaced_by = (
    select max(ours.delivery_id)
    from deliveries as ours
    where ours.delivery_id >= $first and ours.source = deliveries.source and ours.period = deliveries.period
)
where delivery_id < $first
    and kind = 'grona_korset'
    and replaced_by is null
    and accepted = coalesce(taken_over, 0)
    and quarantined = coalesce(released, 0)
    and exists (
        select 1
        from deliveries as ours
        where ours.delivery_id >= $first and ours.source = deliveries.source and ours.period = deliveries.period
    )
