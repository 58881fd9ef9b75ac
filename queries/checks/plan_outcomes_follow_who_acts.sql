-- Grain: outcome that is neither the report of the one who acts nor, where that is silent, the other's.
select principal, month, specialty, phase, sender, receiver
from plan_outcomes
where sent <> coalesce(sent_by_sender, sent_by_receiver)
    or completed <> coalesce(completed_by_receiver, completed_by_sender)
    or returned <> coalesce(returned_by_receiver, returned_by_sender)
order by principal, month, specialty, phase, sender, receiver;
