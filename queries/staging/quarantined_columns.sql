-- one row per reason, column and mapping file (null: none) of the rows in quarantine in deliveries in force
with told as (
    select
        load_id,
        delivery_id,
        unnest(reasons) as reason,
        unnest(columns) as column_name
    from quarantine
)

select distinct
    told.reason,
    told.column_name,
    loads.mapping
from told
inner join loads on loads.load_id = told.load_id
inner join deliveries as d on d.delivery_id = told.delivery_id
where d.replaced_by is null
order by all
