-- one row per source, kind, period, reason and column of one huvudman: quarantined rows that wait for a decision, and
-- whether they can be let by
with owners as (
    select distinct source, kind, period, principal
    from loads
    where delivery_id is not null and replaced_by is null
)

select
    q.source,
    q.kind,
    q.period,
    q.reason,
    coalesce(any_value(r.title), q.reason) as title,
    q.column_name,
    max(q.rows - q.discarded) as rows,
    bool_or(s.kind is not null) as can_release
from quarantine_counts as q
left join owners as o
    on o.source = q.source
    and o.kind = q.kind
    and o.period is not distinct from strftime(q.period, '%Y-%m-%d')
left join reasons as r on r.reason = q.reason
left join steward_reasons as s on s.kind = q.kind and s.reason = q.reason and s.column_name = q.column_name
-- Where no row was accepted nobody knows whose they are: everyone sees them.
where q.rows > q.discarded and (o.principal is null or list_contains(string_split(o.principal, ', '), $principal))
group by q.source, q.kind, q.period, q.reason, q.column_name
order by q.period desc nulls first, max(q.rows - q.discarded) desc, q.source, q.kind, q.reason, q.column_name nulls first
