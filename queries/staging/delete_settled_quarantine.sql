-- quarantined rows that are equal to an earlier row of the same key: counted as duplicates instead
delete from quarantine
where load_id = $load_id and record in (select _record from incoming where reason is null)
