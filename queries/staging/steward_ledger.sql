-- the rows that left quarantine, in the delivery and in its load; records are as they were
update deliveries
set
    accepted = accepted + $entered,
    duplicates = duplicates + $duplicates,
    quarantined = quarantined - $entered - $duplicates
where delivery_id = $delivery_id;

update loads
set
    accepted = accepted + $entered,
    duplicates = duplicates + $duplicates,
    quarantined = quarantined - $entered - $duplicates
where load_id = $load_id;
