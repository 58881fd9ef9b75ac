-- Grain: the open table snittjamforelser, names and order of the public interface.
create view open_snittjamforelser as
select
    c.principal as huvudman,
    c.cutoff_date as matdatum,
    c.population,
    c.phase as fas,
    c.specialty as mvo,
    c.administration as forvaltning,
    c.from_days as fran_dagar,
    c.to_days as till_dagar,
    c.cut as snitt,
    c.ours as vara,
    c.theirs as deras,
    c.difference as skillnad,
    round(c.relative, 4) as relativ_skillnad,
    if(c.is_disputed, 'ja', 'nej') as omtvistad,
    c.note as anmarkning,
    d.version as dataversion
from cut_comparisons as c
cross join dataset as d;
