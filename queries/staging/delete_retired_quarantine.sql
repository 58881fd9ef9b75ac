-- quarantined rows are personal data: kept only while their delivery is in force (the ledger keeps the counts)
delete from quarantine
where delivery_id in (select delivery_id from deliveries where replaced_by is not null or requarantined_by is not null)
