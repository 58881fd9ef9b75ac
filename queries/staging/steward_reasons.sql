-- rows that stay, with what is wrong with them by the reference that holds now
update quarantine
set reasons = incoming.reasons, columns = incoming.columns, cells = incoming.cells
from incoming
where quarantine.delivery_id = $delivery_id and quarantine.record = incoming._record
