-- one row per delivery whose quarantined rows are not what the ledger says
with kept_out as (
    select delivery_id, count(*) as rows
    from quarantine
    group by delivery_id
)

select coalesce(d.delivery_id, k.delivery_id) as delivery_id, d.quarantined, d.replaced_by, coalesce(k.rows, 0) as stored
from deliveries as d
full join kept_out as k on k.delivery_id = d.delivery_id
where coalesce(k.rows, 0) is distinct from case
    when coalesce(d.replaced_by, d.requarantined_by) is null then d.quarantined - coalesce(d.released, 0)
    else 0
end
order by delivery_id
