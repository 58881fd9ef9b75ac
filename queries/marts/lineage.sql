-- Grain: delivery in force × principal × population × date of which it has accepted rows: the file behind a figure.
create table lineage as
with mapped as (
    from warehouse.loads
    union all by name
    select null::varchar as mapping where false
)

select distinct
    d.principal,
    d.population,
    d.period as cutoff_date,
    d.load_id,
    d.source,
    d.kind,
    d.path,
    d.sha256,
    d.loaded_at,
    m.mapping
from quality_deliveries as d
inner join mapped as m on m.load_id = d.load_id
where d.replaced_by is null and d.accepted > 0
    and d.principal is not null and d.population is not null and d.period is not null
order by d.principal, d.population, cutoff_date, d.load_id, d.source;
