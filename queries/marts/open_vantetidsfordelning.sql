-- Grain: the open table vantetidsfordelning, names and order of the public interface.
create view open_vantetidsfordelning as
select
    b.principal as huvudman,
    b.cutoff_date as matdatum,
    b.population,
    b.phase as fas,
    b.specialty as mvo,
    b.administration as forvaltning,
    b.from_days as fran_dagar,
    b.to_days as till_dagar,
    b.contacts as antal,
    b.status,
    d.version as dataversion
from waiting_bands as b
cross join dataset as d;
