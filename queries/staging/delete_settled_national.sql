-- accepted figures that turned out to repeat a key of the same delivery
delete from national
where delivery_id in (select delivery_id from settled) and record in (select record from settled)
