-- accepted lines that turned out to repeat a key of the same delivery, or to have bands that do not fit each other
delete from aggregates
where delivery_id in (select delivery_id from incoming) and record in (select _record from incoming)
