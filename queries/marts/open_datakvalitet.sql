-- Grain: the open table datakvalitet, names and order of the public interface.
create view open_datakvalitet as
select
    q.principal as huvudman,
    q.source as kalla,
    q.kind as slag,
    q.population,
    q.period,
    q.check_id as kontroll,
    n.title as kontroll_namn,
    q.subject as galler,
    q.value as varde,
    q.unit as enhet,
    q.outcome as utfall,
    q.told as text,
    d.version as dataversion
from quality_checks as q
inner join quality_definitions as n on n.check_id = q.check_id
cross join dataset as d;
