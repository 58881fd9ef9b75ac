-- one row per principal of any loaded row
select principal from contacts
union
select principal from purged_contacts
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
