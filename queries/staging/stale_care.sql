-- one row per delivery whose counts of care are not what the ledger says: not counted yet, changed, or no longer in force
create or replace temp table stale_care as
with counted as (
    select delivery_id, sum(contacts) as contacts
    from care_counts
    group by delivery_id
),

in_force as (
    select delivery_id, accepted
    from deliveries
    where replaced_by is null and kind in ('vantande', 'genomforda') and accepted > 0
)

select coalesce(d.delivery_id, c.delivery_id) as delivery_id
from in_force as d
full join counted as c on c.delivery_id = d.delivery_id
where d.accepted is distinct from c.contacts
