-- accepted rows that turned out to repeat a key
delete from needs
where delivery_id in (select delivery_id from incoming) and record in (select _record from incoming)
