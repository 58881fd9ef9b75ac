-- one row per month, specialty, phase, sender and receiver of one huvudman: the outcome and what each side reports
select
    principal,
    year,
    month,
    specialty,
    phase,
    sender,
    receiver,
    plan_id,
    sent,
    completed,
    returned,
    sent_by_sender,
    sent_by_receiver,
    completed_by_sender,
    completed_by_receiver,
    returned_by_sender,
    returned_by_receiver
from plan_outcomes
where principal = $principal
order by month, specialty, phase, sender, receiver
