-- one row per delivery in force; a warehouse from before crosses has no column for rows taken over
with delivered as (
    from deliveries
    union all by name
    select null::bigint as taken_over where false
)

select
    d.source,
    coalesce(d.kind, l.kind) as kind,
    d.period,
    l.load_id,
    l.path,
    l.loaded_at,
    d.records,
    d.accepted,
    d.quarantined,
    d.duplicates,
    coalesce(d.taken_over, 0) as taken_over,
    -- only rows that a mapping leaves out are accepted without a period
    if(d.period is null and l.mapping is not null, d.accepted, 0) as left_out
from delivered as d
inner join loads as l on l.load_id = d.load_id
where d.replaced_by is null
order by d.source nulls last, kind nulls last, d.period nulls last, l.load_id
