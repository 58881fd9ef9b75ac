-- Grain: the open table fullstandighet, names and order of the public interface.
create view open_fullstandighet as
select
    c.principal as huvudman,
    c.source as kalla,
    c.kind as slag,
    c.population,
    c.period,
    c.column_name as kolumn,
    c.records as poster,
    c.filled as ifyllda,
    c.share as andel,
    d.version as dataversion
from completeness as c
cross join dataset as d;
