-- one row per re-delivery and population of one huvudman, newest first: what it changed
select
    revisions.load_id,
    revisions.replaced_load_id,
    revisions.loaded_at,
    revisions.path,
    revisions.source,
    revisions.kind,
    revisions.population,
    revisions.period,
    revisions.records_before,
    revisions.records_after,
    revisions.added,
    revisions.removed,
    revisions.changed,
    revisions.unchanged,
    revisions.note
from revisions
where revisions.principal = $principal or revisions.principal is null
order by
    revisions.loaded_at desc,
    revisions.load_id desc,
    revisions.source,
    revisions.kind,
    revisions.population nulls first,
    revisions.period desc nulls last
