-- one row per row of the batch whose contact is stored in its delivery already, and whether that is the very same
select
    incoming.record as _record,
    (
        c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.unit, c.care_guarantee,
        c.deviation, c.waited_days, c.decision_date, c.start_date, c.target_date, c.activity, c.sex, c.birth_year,
        c.municipality
    ) is not distinct from (
        incoming.principal, incoming.cutoff_date, incoming.population, incoming.phase, incoming.specialty,
        incoming.administration, incoming.unit, incoming.care_guarantee, incoming.deviation, incoming.waited_days,
        incoming.decision_date, incoming.start_date, incoming.target_date, incoming.activity, incoming.sex,
        incoming.birth_year, incoming.municipality
    ) as is_equal
from incoming
inner join contacts as c on c.delivery_id = incoming.delivery_id and c.contact_hash = unhex(incoming.contact_id)
