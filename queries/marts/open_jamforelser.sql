-- Grain: the open table jamforelser, names and order of the public interface; enhet empty = the förvaltning itself.
create view open_jamforelser as
select
    c.principal as huvudman,
    c.cutoff_date as matdatum,
    c.population,
    c.phase as fas,
    c.specialty as mvo,
    s.short_name as mvo_namn,
    c.administration as forvaltning,
    c.unit as enhet,
    c.definition,
    c.limit_days as grans_dagar,
    c.denominator as namnare,
    c.numerator as taljare,
    c.share as andel,
    -- A hair more than the binary fraction, so that halves go upwards as they do in maluppfyllelse.
    round(c.target_share + 1e-12, 4) as region_andel,
    round(c.low_95, 4) as undre_95,
    round(c.high_95, 4) as ovre_95,
    round(c.p_value, 6) as p_varde,
    c.verdict as utfall,
    round(c.shrunken_share, 4) as krympt_andel,
    d.version as dataversion
from comparisons as c
inner join specialties as s on s.principal = c.principal and s.specialty = c.specialty
cross join dataset as d;
