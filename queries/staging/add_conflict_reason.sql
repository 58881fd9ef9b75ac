-- one row per record that was in quarantine already and shares its key with a row of other content
update quarantine
set reasons = list_append(reasons, $reason), columns = list_append(columns, $column)
where load_id = $load_id and record in (select _record from incoming where conflict)
returning record
