-- accepted rows of days that are not whole, and states that are said twice
delete from cross_entries
where delivery_id in (select delivery_id from incoming) and record in (select _record from incoming)
