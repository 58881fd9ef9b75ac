-- Grain: delivery in force × principal × population × date of which it has accepted rows: the file behind a figure.
create table lineage as
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
    l.mapping
from quality_deliveries as d
inner join warehouse.loads as l on l.load_id = d.load_id
where d.replaced_by is null and d.accepted > 0
    and d.principal is not null and d.population is not null and d.period is not null
order by d.principal, d.population, cutoff_date, d.load_id, d.source;
