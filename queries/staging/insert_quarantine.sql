-- one row per quarantined record of a batch; cells: where in a workbook each column stands
insert into quarantine by name
select $load_id as load_id, delivery_id, _record as record, _line as line, reasons, columns, cells, "row"
from incoming
