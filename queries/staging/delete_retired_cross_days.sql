-- whose days the quarantined rows were about, of deliveries that are no longer in force
delete from cross_quarantined_days
where delivery_id in (select delivery_id from deliveries where replaced_by is not null)
