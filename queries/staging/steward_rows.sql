-- quarantined rows of one delivery after a record that have the reason and whose cells hold the text, in their order
select record as _record, line as _line, reasons, columns, cells, "row"
from quarantine
where delivery_id = $delivery_id
    and record > $after
    and decided_by is null
    and "row" <> '{}'
    and list_contains(reasons, $reason)
    and contains("row", $text)
order by record
limit $size
