-- Grain: delivery in force × principal × date × population that it has rows of: what a partition is built from.
create temp table partition_deliveries as
select delivery_id, principal, cutoff_date, population, is_purged, sum(contacts)::bigint as rows
from warehouse.care_counts
group by delivery_id, principal, cutoff_date, population, is_purged
union all
select delivery_id, principal, cutoff_date, population, false, count(*)
from warehouse.aggregates
group by delivery_id, principal, cutoff_date, population;
