-- Grain: delivery in force × principal × population × date that it has rows of.
create temp table delivery_principals as
select delivery_id, principal, population, cutoff_date from warehouse.contacts
group by delivery_id, principal, population, cutoff_date
union
select delivery_id, principal, population, cutoff_date from warehouse.purged_contacts
group by delivery_id, principal, population, cutoff_date
union
select delivery_id, principal, population, cutoff_date from warehouse.national
group by delivery_id, principal, population, cutoff_date;
