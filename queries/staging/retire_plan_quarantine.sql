-- Plans are append-only, so a file that comes again replaces nothing; but what was wrong with it before is told anew.
-- Deliveries that brought no rows leave force altogether.
update deliveries as earlier
set
    requarantined_by = coalesce(earlier.requarantined_by, $first),
    replaced_by = if(earlier.accepted = 0, $first, null)
where earlier.delivery_id < $first
    and earlier.replaced_by is null
    and earlier.kind = 'leveransplan'
    and earlier.period is not null
    and exists (
        select 1 from loads as l
        where l.load_id = earlier.load_id and (l.sha256 = $sha256 or l.path = $path)
    )
    and earlier.source in (select d.source from deliveries as d where d.delivery_id >= $first)
