-- Grain: the open table variation, names and order of the public interface.
create view open_variation as
select
    v.principal as huvudman,
    v.cutoff_date as matdatum,
    v.population,
    v.phase as fas,
    v.specialty as mvo,
    s.short_name as mvo_namn,
    v.definition,
    v.limit_days as grans_dagar,
    v.administrations as antal_forvaltningar,
    v.lowest as lagst,
    v.lowest_administration as lagst_forvaltning,
    v.highest as hogst,
    v.highest_administration as hogst_forvaltning,
    v.spread as spann,
    v.lowest_all as lagst_alla,
    v.highest_all as hogst_alla,
    v.region_share as region_andel,
    v.contacts as antal,
    v.over_limit as over_grans,
    round(v.phi, 4) as phi,
    v.outside_limits as utanfor_grans,
    d.version as dataversion
from variation as v
inner join specialties as s on s.principal = v.principal and s.specialty = v.specialty
cross join dataset as d;
