-- Grain: the open table balans, names and order of the public interface.
create view open_balans as
select
    f.principal as huvudman,
    f.cutoff_date as manad,
    f.phase as fas,
    f.specialty as mvo,
    s.short_name as mvo_namn,
    f.administration as forvaltning,
    f.opening as vantade_fore,
    f.inflow as nya,
    f.completed as genomforda,
    f.other_removals as lamnat_utan_vard,
    f.unexplained as oforklarat,
    f.closing as vantar_efter,
    f.status,
    d.version as dataversion
from flows as f
inner join specialties as s on s.principal = f.principal and s.specialty = f.specialty
cross join dataset as d;
