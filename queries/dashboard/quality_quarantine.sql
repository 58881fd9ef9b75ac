-- one row per source, kind, period, reason and column of one huvudman: quarantined rows of deliveries in force
with owners as (
    select distinct
        source,
        kind,
        period,
        principal
    from loads
    where delivery_id is not null and replaced_by is null
)

select
    quarantine_counts.source,
    quarantine_counts.kind,
    quarantine_counts.period,
    quarantine_counts.reason,
    coalesce(reasons.title, quarantine_counts.reason) as title,
    reasons.advice,
    quarantine_counts.column_name,
    max(quarantine_counts.rows) as rows
from quarantine_counts
left join owners
    on owners.source = quarantine_counts.source
    and owners.kind = quarantine_counts.kind
    and owners.period is not distinct from strftime(quarantine_counts.period, '%Y-%m-%d')
left join reasons on reasons.reason = quarantine_counts.reason
-- Where no row was accepted nobody knows whose they are: everyone sees them.
where owners.principal is null or list_contains(string_split(owners.principal, ', '), $principal)
group by
    quarantine_counts.source,
    quarantine_counts.kind,
    quarantine_counts.period,
    quarantine_counts.reason,
    coalesce(reasons.title, quarantine_counts.reason),
    reasons.advice,
    quarantine_counts.column_name
order by
    quarantine_counts.period desc nulls first,
    max(quarantine_counts.rows) desc,
    quarantine_counts.source,
    quarantine_counts.kind,
    quarantine_counts.reason,
    quarantine_counts.column_name nulls first
