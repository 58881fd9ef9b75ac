-- Grain: load × delivery in it (a refused or unchanged file has one row without delivery).
create table loads as
with principals_of as (
    select delivery_id, string_agg(distinct principal, ', ' order by principal) as principal
    from delivery_principals
    group by delivery_id
),

-- A warehouse from before it was kept whose a delivery is has no such column.
delivered as (
    from warehouse.deliveries
    union all by name
    select null::varchar as principal where false
),

-- Accepted contacts are the sum of every phase's total: where such a total is hidden, they would give it away.
telling as (
    select distinct d.load_id
    from attainment as h
    inner join delivery_principals as p
        on p.principal = h.principal and p.cutoff_date = h.cutoff_date and p.population = h.population
    inner join warehouse.deliveries as d on d.delivery_id = p.delivery_id
    where h.status = 'dolt' and h.specialty = 'Alla' and h.administration = 'Alla'
),

same_bytes as (
    select l.load_id
    from warehouse.loads as l
    where l.sha256 in (
        select t.sha256 from warehouse.loads as t inner join telling on telling.load_id = t.load_id
    )
),

counted as (
    select
        coalesce(d.principal, p.principal) as principal,
        l.load_id,
        l.loaded_at,
        l.path,
        l.sha256,
        coalesce(d.kind, l.kind) as kind,
        coalesce(d.source, l.source) as source,
        coalesce(strftime(d.period, '%Y-%m-%d'), l.period) as period,
        l.status,
        l.encoding,
        coalesce(d.records, l.records) as records,
        coalesce(d.accepted, l.accepted) as accepted,
        coalesce(d.quarantined, l.quarantined) as quarantined,
        coalesce(d.duplicates, l.duplicates) as duplicates,
        l.reason,
        l.message,
        d.replaces,
        d.delivery_id,
        d.replaced_by,
        s.load_id is not null as is_telling
    from warehouse.loads as l
    left join delivered as d on d.load_id = l.load_id
    left join principals_of as p on p.delivery_id = d.delivery_id
    left join same_bytes as s on s.load_id = l.load_id
)

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
    if(is_telling, null, records) as records,
    if(is_telling, null, accepted) as accepted,
    quarantined,
    duplicates,
    reason,
    message,
    replaces,
    delivery_id,
    replaced_by
from counted
order by load_id, delivery_id;
