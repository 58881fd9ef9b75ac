-- accepted rows that turned out to repeat a key of the same delivery
delete from contacts
where delivery_id in (select delivery_id from incoming) and record in (select _record from incoming)
