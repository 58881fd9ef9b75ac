-- one row per thing that does not agree between plans, outcomes, needs, offers and register of one huvudman
select
    finding,
    year,
    specialty,
    phase,
    sender,
    receiver,
    plan_id,
    version,
    amount
from plan_findings
where principal = $principal
order by year desc, finding, specialty, phase, sender, receiver, plan_id, version
