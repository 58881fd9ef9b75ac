-- one row per load, newest first: the ledger
select
    principal,
    load_id,
    loaded_at,
    path,
    sha256,
    kind,
    source,
    period,
    status,
    encoding,
    records,
    accepted,
    quarantined,
    duplicates,
    reason,
    message,
    replaces
from loads
order by load_id desc
