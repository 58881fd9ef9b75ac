-- Grain: decision of a data steward that has been tried; what became of it, and whether the delivery that it was about
-- has been replaced since.
create table steward_applied as
select
    a.decision_id,
    a.token,
    a.made_at,
    a.applied_at,
    a.principal,
    a.role,
    a."action",
    a.source,
    a.kind,
    a.period,
    a.reason,
    a.column_name,
    a.code,
    a.outcome,
    a.rows,
    a.duplicates,
    a.message,
    a.outcome = 'utford' and a."action" in ('release', 'discard') and not exists (
        select 1
        from warehouse.deliveries as d
        where d.source is not distinct from a.source
            and d.kind is not distinct from a.kind
            and d.period is not distinct from a.period
            and d.replaced_by is null
            and d.load_id <= a.newest_load
    ) as is_replaced
from warehouse.applied_decisions as a
order by a.decision_id;
