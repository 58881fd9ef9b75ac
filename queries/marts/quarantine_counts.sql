-- Grain: source × kind × period × reason × column, rows stopped in the deliveries in force, and how many of them a
-- steward has discarded; no row and no value.
create table quarantine_counts as
with stopped as (
    select
        d.source,
        d.kind,
        d.period,
        q.load_id,
        q.record,
        q.decided_by,
        unnest(q.reasons) as reason,
        -- reasons and columns stand in pairs, column null where the whole record is at fault
        unnest(q.columns) as column_name
    from warehouse.quarantine as q
    inner join warehouse.deliveries as d on d.delivery_id = q.delivery_id
    where d.replaced_by is null
)

select
    source,
    kind,
    period,
    reason,
    column_name,
    count(distinct (load_id, record)) as rows,
    count(distinct (load_id, record)) filter (where decided_by is not null) as discarded
from stopped
group by source, kind, period, reason, column_name
order by source, kind, period, reason, column_name;
