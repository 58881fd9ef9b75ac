-- Grain: the open table jamlikhet, names and order of the public interface.
create view open_jamlikhet as
select
    e.principal as huvudman,
    e.cutoff_date as matdatum,
    e.population,
    e.phase as fas,
    e.specialty as mvo,
    s.short_name as mvo_namn,
    e.dimension as indelning,
    e.category as kategori,
    e.definition,
    e.limit_days as grans_dagar,
    e.contacts as antal,
    e.denominator as namnare,
    e.numerator as taljare,
    e.share as andel,
    e.low_95 as undre_95,
    e.high_95 as ovre_95,
    e.over_limit as over_grans,
    e.median_days as median_dagar,
    e.status,
    d.version as dataversion
from equity as e
inner join specialties as s on s.principal = e.principal and s.specialty = e.specialty
cross join dataset as d;
