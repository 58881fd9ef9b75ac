-- Grain: the open table bandintervall, names and order of the public interface.
create view open_bandintervall as
select
    i.principal as huvudman,
    i.cutoff_date as matdatum,
    i.population,
    i.phase as fas,
    i.specialty as mvo,
    i.administration as forvaltning,
    i.unit as enhet,
    i.limit_days as grans_dagar,
    i.share_low as andel_lagst,
    i.share_high as andel_hogst,
    i.median_low as median_lagst,
    i.median_high as median_hogst,
    i.p90_low as p90_lagst,
    i.p90_high as p90_hogst,
    d.version as dataversion
from band_intervals as i
cross join dataset as d;
