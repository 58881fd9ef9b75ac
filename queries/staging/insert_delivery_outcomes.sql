-- one row per accepted month's outcome of sender, receiver and reporter of a batch
insert into delivery_outcomes by name
select
    delivery_id,
    principal,
    month,
    specialty,
    phase,
    sender,
    receiver,
    reported_by,
    sent,
    completed,
    returned,
    record
from incoming
