-- Grain: the open table avvikelser, names and order of the public interface.
create view open_avvikelser as
select
    v.principal as huvudman,
    v.cutoff_date as matdatum,
    v.population,
    v.phase as fas,
    v.specialty as mvo,
    s.short_name as mvo_namn,
    v.administration as forvaltning,
    v.contacts as antal,
    v.patient_chosen as pvv,
    v.medical as mov,
    v.status,
    d.version as dataversion
from deviations as v
inner join specialties as s on s.principal = v.principal and s.specialty = v.specialty
cross join dataset as d;
