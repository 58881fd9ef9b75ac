-- Grain: the open table leveransplaner, names and order of the public interface.
create view open_leveransplaner as
select
    q.principal as huvudman,
    q.plan_id,
    q.year as ar,
    q.quarter as kvartal,
    q.specialty as mvo,
    q.phase as fas,
    q.sender as avsandare,
    q.receiver as mottagare,
    q.regime as regi,
    q.transfer as overforing,
    q.version,
    q.status,
    if(q.in_force, 'ja', 'nej') as gallande,
    q.planned as planerad,
    q.sent as skickade,
    q.completed as genomforda,
    round(q.attainment, 4) as uppfyllelse,
    q.cumulative_planned as ackumulerad_plan,
    q.cumulative_completed as ackumulerat_utfall,
    d.version as dataversion
from plan_quarters as q
cross join dataset as d;
