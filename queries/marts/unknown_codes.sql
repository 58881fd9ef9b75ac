-- Grain: delivery in force × column × code that no reference knows; what is not told code by code is one row of all.
create table unknown_codes as
select
    d.principal,
    d.source,
    d.kind,
    d.period,
    c.column_name,
    coalesce(c.code, '(övriga)') as code,
    sum(c.rows)::bigint as rows
from quality_deliveries as d
inner join warehouse.delivery_unknown_codes as c on c.delivery_id = d.delivery_id
where d.replaced_by is null
group by d.principal, d.source, d.kind, d.period, c.column_name, c.code
order by d.principal, d.source, d.kind, d.period, c.column_name, rows desc, c.code;
