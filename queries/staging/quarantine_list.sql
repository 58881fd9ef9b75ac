-- one row per quarantined record of the deliveries in force that no steward has discarded; a warehouse from before
-- stewards decided has no column for it
with stopped as (
    from quarantine
    union all by name
    select null::bigint as decided_by where false
)

select
    q.load_id,
    l.path,
    d.source,
    coalesce(d.kind, l.kind) as kind,
    d.period,
    q.record,
    q.line,
    q.reasons,
    q.columns,
    q.cells,
    q."row"
from stopped as q
inner join loads as l on l.load_id = q.load_id
inner join deliveries as d on d.delivery_id = q.delivery_id
where d.replaced_by is null and q.decided_by is null
order by q.load_id, q.record
