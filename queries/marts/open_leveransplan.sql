-- Grain: the open table leveransplan, an extract that `load` accepts again; names and order of the public interface.
create view open_leveransplan as
select
    v.principal as huvudman,
    v.plan_id,
    v.version,
    v.year as ar,
    v.specialty as mvo_kod,
    v.phase as fas,
    v.sender as avsandare,
    v.receiver as mottagare,
    v.regime as regi,
    v.transfer as overforing,
    v.decided_volume as beslutad_volym,
    v.q1,
    v.q2,
    v.q3,
    v.q4,
    v.decided_on as beslutsdatum,
    v.status,
    v.reason as orsak,
    v.anchored_by as forankrad_av,
    v.motivation as motivering,
    v.principle_share as underlag_andel,
    v.principle_numerator as underlag_taljare,
    v.principle_denominator as underlag_namnare,
    v.principle_level as underlag_niva,
    v.principle_date as underlag_datum,
    v.role as registrerad_av,
    date_trunc('second', v.registered_at) as registrerad,
    d.version as dataversion
from plan_versions as v
cross join dataset as d;
