-- one row per quarantined record of the deliveries in force
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
from quarantine as q
inner join loads as l on l.load_id = q.load_id
inner join deliveries as d on d.delivery_id = q.delivery_id
where d.replaced_by is null
order by q.load_id, q.record
