-- one row per load in the ledger, refused ones too
insert into loads by name
select
    $load_id as load_id,
    $loaded_at as loaded_at,
    $path as path,
    $sha256 as sha256,
    $kind as kind,
    $source as source,
    $period as period,
    $status as status,
    $encoding as encoding,
    $records as records,
    $accepted as accepted,
    $quarantined as quarantined,
    $duplicates as duplicates,
    $reason as reason,
    $message as message,
    $accept_reason as accept_reason,
    $rules_version as rules_version,
    $mapping as mapping,
    $warnings as warnings
