-- Grain: count of quality that cannot be, or that is too few to be told.
with few as (
    select suppress_below - 1 as most from dataset
)

select 'revisions' as mart, r.source, r.kind, r.period, r.load_id, null as column_name
from revisions as r
cross join few
where r.added between 1 and few.most or r.removed between 1 and few.most or r.changed between 1 and few.most
    or (r.note is not null and r.unchanged is not null)
    or (r.note is null and (
        r.records_after <> r.added + r.changed + r.unchanged or r.records_before <> r.removed + r.changed + r.unchanged
    ))
union all
select 'revision_columns', c.source, c.kind, c.period, c.load_id, c.column_name
from revision_columns as c
cross join few
where c.rows_changed between 1 and few.most
union all
select 'completeness', c.source, c.kind, c.period, null, c.column_name
from completeness as c
where c.filled > c.records or c.share not between 0 and 1 or (c.records is null) <> (c.filled is null)
order by mart, source, kind, period, load_id, column_name;
