-- one row per load and delivery in it, newest first: the ledger
select
    principal,
    load_id,
    loaded_at,
    path,
    kind,
    source,
    period,
    status,
    records,
    accepted,
    quarantined,
    duplicates,
    reason,
    message,
    replaced_by is not null as is_replaced
from loads
order by load_id desc, kind nulls last, source nulls last, period nulls last, delivery_id nulls last
