-- rows that are quarantined no longer
delete from quarantine
where delivery_id = $delivery_id and record in (select _record from incoming)
