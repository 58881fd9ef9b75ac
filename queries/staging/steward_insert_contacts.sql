-- one row per contact that leaves quarantine; its id was stored there as the keyed hash already
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
    unhex(contact_id) as contact_hash,
    record
from incoming
