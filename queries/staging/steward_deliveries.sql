-- one row per delivery in force with quarantined rows that wait for a decision and have the reason, in the column where
-- one is given
select
    d.delivery_id,
    d.load_id,
    d.source,
    d.kind,
    d.population,
    d.period,
    d.principal,
    l.mapping,
    count(*) as rows
from deliveries as d
inner join loads as l on l.load_id = d.load_id
inner join quarantine as q on q.delivery_id = d.delivery_id
where d.replaced_by is null
    and q.decided_by is null
    and exists (
        select 1
        from (select unnest(q.reasons) as reason, unnest(q.columns) as column_name) as said
        where said.reason = $reason and ($column_name is null or said.column_name = $column_name)
    )
group by d.delivery_id, d.load_id, d.source, d.kind, d.population, d.period, d.principal, l.mapping
order by d.delivery_id
