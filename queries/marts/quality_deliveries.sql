-- Grain: delivery × principal that it has rows of (null: nobody knows); the ledger as the tables of quality need it.
create temp table quality_deliveries as
with dated as (
    select
        l.delivery_id,
        l.load_id,
        l.loaded_at,
        l.path,
        l.sha256,
        l.source,
        l.kind,
        d.population,
        d.period,
        d.records,
        d.accepted,
        d.replaced_by,
        l.principal as principals
    from loads as l
    inner join warehouse.deliveries as d on d.delivery_id = l.delivery_id
    where d.records > 0
),

-- Where nothing of a delivery could be used it is still the source's, whose other deliveries say whose that is.
known as (
    select source, arg_max(principals, delivery_id) as principals
    from dated
    where source is not null and principals is not null
    group by source
)

select
    unnest(string_split(coalesce(dated.principals, known.principals), ', ')) as principal,
    dated.* exclude (principals)
from dated
left join known on known.source = dated.source
where coalesce(dated.principals, known.principals) is not null
union all by name
select null as principal, dated.* exclude (principals)
from dated
left join known on known.source = dated.source
where coalesce(dated.principals, known.principals) is null;
