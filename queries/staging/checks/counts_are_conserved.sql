-- one row per load whose records are not its accepted, quarantined and duplicate rows, or the sum of its parts
with parts as (
    select
        load_id,
        sum(records) as records,
        sum(accepted) as accepted,
        sum(quarantined) as quarantined,
        sum(duplicates) as duplicates
    from deliveries
    group by load_id
)

select l.load_id, l.path, l.records, l.accepted, l.quarantined, l.duplicates
from loads as l
left join parts as p on p.load_id = l.load_id
where l.status in ('loaded', 'replaced')
    and (
        l.records <> l.accepted + l.quarantined + l.duplicates
        or (l.records, l.accepted, l.quarantined, l.duplicates)
            is distinct from (p.records, p.accepted, p.quarantined, p.duplicates)
    )
order by l.load_id
