-- One row per principal whose contacts are loaded: as the ledger says, since the rows are many. Of deliveries from before
-- it said so, the rows are asked.
with in_force as (
    select delivery_id, principal
    from deliveries
    where replaced_by is null and kind in ('vantande', 'genomforda') and accepted > 0
)

select unnest(string_split(principal, ', ')) as principal from in_force
union
select principal from contacts where delivery_id in (select delivery_id from in_force where principal is null)
union
select principal from purged_contacts where delivery_id in (select delivery_id from in_force where principal is null)
order by principal
