-- one row per record that was in quarantine already and cannot stand beside other rows of its key either
update quarantine
set
    reasons = list_append(quarantine.reasons, incoming.reason),
    columns = list_append(quarantine.columns, incoming."column"),
    cells = list_append(quarantine.cells, null)
from incoming
where quarantine.load_id = $load_id and quarantine.record = incoming._record and incoming.reason is not null
returning quarantine.record
