-- Grain: re-delivery × column: in how many rows that are in both deliveries it changed; null where few or hidden.
create table revision_columns as
select distinct
    d.load_id,
    d.source,
    d.kind,
    d.population,
    d.period,
    c.column_name,
    if(t.source is not null or c.rows_changed between 1 and $suppress_below - 1, null, c.rows_changed) as rows_changed
from warehouse.delivery_revision_columns as c
inner join quality_deliveries as d on d.delivery_id = c.delivery_id
left join quality_telling as t
    on t.source = d.source and t.kind = d.kind and t.population = d.population and t.period = d.period
order by d.load_id, d.source, d.kind, d.population, d.period, c.column_name;
