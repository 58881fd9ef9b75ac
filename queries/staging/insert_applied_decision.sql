-- one row per decision that has been tried
insert into applied_decisions by name
select
    $token as token,
    $decision_id as decision_id,
    $applied_at as applied_at,
    $made_at as made_at,
    $role as role,
    $principal as principal,
    $action as "action",
    $source as source,
    $kind as kind,
    $period as period,
    $reason as reason,
    $column_name as column_name,
    $code as code,
    $withdraws as withdraws,
    (select max(load_id) from loads) as newest_load,
    $outcome as outcome,
    $rows as rows,
    $duplicates as duplicates,
    $message as message
