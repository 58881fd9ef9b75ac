-- rows that a steward has discarded stay counted; what they held is gone
update quarantine
set decided_by = $decision_id, "row" = '{}'
where delivery_id = $delivery_id
    and decided_by is null
    and exists (
        select 1
        from (select unnest(quarantine.reasons) as reason, unnest(quarantine.columns) as column_name) as said
        where said.reason = $reason and ($column_name is null or said.column_name = $column_name)
    )
