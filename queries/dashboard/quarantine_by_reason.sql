-- one row per source, kind, period, reason and column: quarantined rows of deliveries in force
select
    quarantine_counts.source,
    quarantine_counts.kind,
    quarantine_counts.period,
    quarantine_counts.reason,
    reasons.title,
    reasons.advice,
    quarantine_counts.column_name,
    quarantine_counts.rows
from quarantine_counts
left join reasons on reasons.reason = quarantine_counts.reason
order by
    quarantine_counts.period desc nulls first,
    quarantine_counts.source,
    quarantine_counts.kind,
    quarantine_counts.rows desc,
    quarantine_counts.reason,
    quarantine_counts.column_name
