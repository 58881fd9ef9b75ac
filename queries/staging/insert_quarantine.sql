-- one row per quarantined record of a batch
insert into quarantine by name
select $load_id as load_id, delivery_id, _record as record, _line as line, reasons, columns, "row"
from incoming
