-- one row per source, kind, period, column and code of one huvudman that no reference knows
select
    source,
    kind,
    period,
    column_name,
    code,
    rows
from unknown_codes
where principal = $principal or principal is null
order by period desc nulls last, rows desc nulls last, source, kind, column_name, code
