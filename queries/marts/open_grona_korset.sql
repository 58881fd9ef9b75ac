-- Grain: the open table grona_korset, names and order of the public interface: unit and day that is known × definition.
create view open_grona_korset as
select
    c.principal as huvudman,
    c.date as datum,
    c.administration as forvaltning,
    c.unit as enhet,
    if(c.is_conflict, null, m.fact) as handelse,
    m.definition,
    if(c.is_conflict, 'konflikt', m.colour) as farg,
    if(c.is_conflict, null, c.events) as antal_handelser,
    d.version as dataversion
from cross_days as c
inner join cross_case_colours as m on m.cases = c.cases
cross join dataset as d;
