-- quarantined rows about days that have come again
delete from quarantine
where (delivery_id, record) in (select (delivery_id, record) from incoming)
