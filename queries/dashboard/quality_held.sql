-- one row per source, kind and period of one huvudman with rows in quarantine: the delivery in force
select
    source,
    kind,
    period,
    quarantined
from loads
where delivery_id is not null
    and replaced_by is null
    and quarantined > 0
    and (principal is null or list_contains(string_split(principal, ', '), $principal))
order by period desc nulls last, source, kind
