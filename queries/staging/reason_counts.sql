-- one row per delivery of a load and reason
select delivery_id, reason, count(*) as rows
from (
    select delivery_id, unnest(list_distinct(reasons)) as reason
    from quarantine
    where load_id = $load_id
) as listed
group by delivery_id, reason
order by delivery_id, rows desc, reason
