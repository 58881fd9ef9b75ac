-- one row per delivery of the same bytes that was loaded for a principal nobody had named
update deliveries
set replaced_by = $first
where delivery_id < $first
    and replaced_by is null
    and (source = $source or list_contains(string_split(principal, ', '), $source))
    and load_id in (select l.load_id from loads as l where l.sha256 = $sha256)
returning delivery_id
