-- accepted figures that turned out to repeat a key of the same delivery
delete from national
where delivery_id in (select delivery_id from incoming) and record in (select _record from incoming)
