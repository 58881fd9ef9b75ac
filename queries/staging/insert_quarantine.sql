-- one row per quarantined record of a batch
insert into quarantine by name
select $load_id as load_id, delivery_id, record, line, reasons, columns, "row"
from kept_out
