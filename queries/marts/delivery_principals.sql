-- Grain: delivery in force × principal × population × date that it has rows of.
create temp table delivery_principals as
with rows_of_others as (
    select delivery_id, principal from warehouse.delivery_plans
    union
    select delivery_id, principal from warehouse.delivery_outcomes
    union
    select delivery_id, principal from warehouse.needs
    union
    select delivery_id, principal from warehouse.capacity_offers
    union
    select delivery_id, principal from warehouse.cross_entries
)

select delivery_id, principal, population, cutoff_date from partition_deliveries
group by delivery_id, principal, population, cutoff_date
union
select delivery_id, principal, population, cutoff_date from warehouse.national
group by delivery_id, principal, population, cutoff_date
union
select p.delivery_id, p.principal, d.population, d.period
from rows_of_others as p
inner join warehouse.deliveries as d on d.delivery_id = p.delivery_id;
