-- Rows whose source, population or period cannot be read belong to no delivery that a later file replaces by its key.
-- They leave force with the rest of their file, or when that file comes again.
update deliveries as unreadable
set replaced_by = $first
where unreadable.delivery_id < $first
    and unreadable.replaced_by is null
    and (unreadable.source is null or unreadable.population is null or unreadable.period is null)
    and (
        exists (
            select 1 from loads as l
            where l.load_id = unreadable.load_id
                and (
                    l.sha256 = $sha256
                    or (
                        l.path = $path
                        and (
                            unreadable.source is null
                            or unreadable.source in (select d.source from deliveries as d where d.delivery_id >= $first)
                        )
                    )
                )
        )
        or (
            exists (
                select 1 from deliveries as sibling
                where sibling.load_id = unreadable.load_id
                    and sibling.replaced_by is not null
                    and sibling.source is not null and sibling.population is not null and sibling.period is not null
            )
            and not exists (
                select 1 from deliveries as sibling
                where sibling.load_id = unreadable.load_id
                    and sibling.replaced_by is null
                    and sibling.source is not null and sibling.population is not null and sibling.period is not null
            )
        )
    )
