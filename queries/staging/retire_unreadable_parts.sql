-- rows whose period could not be read leave force with the rest of their file, once all of it has been replaced
update deliveries as unreadable
set replaced_by = $first
where unreadable.delivery_id < $first
    and unreadable.replaced_by is null
    and unreadable.period is null
    and exists (
        select 1 from deliveries as sibling
        where sibling.load_id = unreadable.load_id and sibling.replaced_by is not null and sibling.period is not null
    )
    and not exists (
        select 1 from deliveries as sibling
        where sibling.load_id = unreadable.load_id and sibling.replaced_by is null and sibling.period is not null
    )
