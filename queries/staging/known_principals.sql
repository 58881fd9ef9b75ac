-- one row per principal of any loaded row
with contacts_in_force as (
    select delivery_id, principal
    from deliveries
    where replaced_by is null and kind in ('vantande', 'genomforda') and accepted > 0
)

select unnest(string_split(principal, ', ')) as principal from contacts_in_force
union
select principal from contacts where delivery_id in (select delivery_id from contacts_in_force where principal is null)
union
select principal from purged_contacts
where delivery_id in (select delivery_id from contacts_in_force where principal is null)
union
select principal from aggregates
union
select principal from national
union
select principal from delivery_plans
union
select principal from delivery_outcomes
union
select principal from needs
union
select principal from capacity_offers
union
select principal from cross_entries
order by principal
