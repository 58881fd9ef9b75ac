-- one row per accepted contact of a batch; the contact's own id leaves as a keyed hash (128 bits of SHA-256)
insert into contacts by name
select
    delivery_id,
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    administration,
    unit,
    care_guarantee,
    deviation,
    waited_days,
    decision_date,
    start_date,
    target_date,
    activity,
    sex,
    birth_year,
    municipality,
    unhex(left(sha256($key || contact_id), 32)) as contact_hash,
    record
from incoming
