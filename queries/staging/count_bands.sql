-- how many rows the lines of each delivery of this load ($first is its lowest id) are stored as
update deliveries
set band_rows = (select count(*) from aggregates as a where a.delivery_id = deliveries.delivery_id)
where delivery_id >= $first
