-- Grain: delivery in force × column of its contract: how many of its records have a value, quarantined ones too.
-- Where the number of records would tell a hidden group there are no counts, and a share in whole per cent.
create table completeness as
select
    d.principal,
    d.source,
    d.kind,
    d.population,
    d.period,
    c.column_name,
    if(t.source is null, c.records, null) as records,
    if(t.source is null, c.filled, null) as filled,
    case
        when t.source is null then round(c.filled / c.records, 4)
        when c.records >= 100 then round(c.filled / c.records, 2)
    end as share
from quality_deliveries as d
inner join warehouse.delivery_completeness as c on c.delivery_id = d.delivery_id
left join quality_telling as t
    on t.source = d.source and t.kind = d.kind and t.population = d.population and t.period = d.period
where d.replaced_by is null
order by d.principal, d.source, d.kind, d.population, d.period, c.column_name;
