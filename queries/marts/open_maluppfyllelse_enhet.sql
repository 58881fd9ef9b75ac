-- Grain: the open table maluppfyllelse_enhet, names and order of the public interface.
create view open_maluppfyllelse_enhet as
select
    a.principal as huvudman,
    a.cutoff_date as matdatum,
    a.population,
    a.phase as fas,
    a.specialty as mvo,
    s.short_name as mvo_namn,
    a.administration as forvaltning,
    a.unit as enhet,
    a.definition,
    a.limit_days as grans_dagar,
    a.contacts as antal,
    a.denominator as namnare,
    a.numerator as taljare,
    a.share as andel,
    a.over_limit as over_grans,
    a.median_days as median_dagar,
    a.p90_days as p90_dagar,
    a.status,
    d.version as dataversion
from attainment_unit as a
inner join specialties as s on s.principal = a.principal and s.specialty = a.specialty
cross join dataset as d;
