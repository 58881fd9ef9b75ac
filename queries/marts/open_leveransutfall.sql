-- Grain: the open table leveransutfall, names and order of the public interface: every month that is reported of a pair.
create view open_leveransutfall as
select
    o.principal as huvudman,
    o.year as ar,
    month(o.month)::utinyint as manad,
    o.specialty as mvo,
    s.short_name as mvo_namn,
    o.phase as fas,
    o.sender as avsandare,
    o.receiver as mottagare,
    o.plan_id,
    o.sent as skickade,
    o.completed as genomforda,
    o.returned as aterlamnade,
    o.sent_by_sender as skickade_avsandare,
    o.sent_by_receiver as skickade_mottagare,
    o.completed_by_sender as genomforda_avsandare,
    o.completed_by_receiver as genomforda_mottagare,
    o.returned_by_sender as aterlamnade_avsandare,
    o.returned_by_receiver as aterlamnade_mottagare,
    d.version as dataversion
from plan_outcomes as o
inner join specialties as s on s.principal = o.principal and s.specialty = o.specialty
cross join dataset as d;
