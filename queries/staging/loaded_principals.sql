-- one row per principal whose contacts are loaded
select distinct principal from contacts
union
select distinct principal from purged_contacts
order by principal
