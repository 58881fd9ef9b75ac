-- one row per load and delivery in it of one huvudman, newest first: the ledger
select
    load_id,
    loaded_at,
    path,
    sha256,
    kind,
    source,
    period,
    status,
    records,
    accepted,
    quarantined,
    duplicates,
    message,
    replaces,
    replaced_by is not null as is_replaced
from loads
where principal is null or list_contains(string_split(principal, ', '), $principal)
order by load_id desc, kind nulls last, source nulls last, period nulls last, delivery_id nulls last
