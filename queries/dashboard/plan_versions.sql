-- one row per version of every plan of one huvudman, what publish knew of the register included
select
    principal,
    plan_id,
    version,
    year,
    specialty,
    phase,
    sender,
    receiver,
    regime,
    transfer,
    decided_volume,
    q1,
    q2,
    q3,
    q4,
    decided_on,
    status,
    reason,
    anchored_by,
    motivation,
    principle_share,
    principle_numerator,
    principle_denominator,
    principle_level,
    principle_date,
    role,
    registered_at,
    origin
from plan_versions
where principal = $principal
order by year, plan_id, version
