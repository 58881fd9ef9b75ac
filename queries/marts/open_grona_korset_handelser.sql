-- Grain: the open table grona_korset_handelser, an extract that `load` accepts again: source × unit × day × event or state.
create view open_grona_korset_handelser as
select
    e.principal as huvudman,
    e.date as datum,
    e.administration as forvaltning,
    e.unit as enhet,
    e.fact as handelse,
    e.event_type as handelsetyp,
    nullif(e.count, 0) as antal,
    e.colour as farg,
    e.colour_definition as definition,
    e.went_well as gick_bra,
    e.description as kommentar,
    e.source as kalla,
    e.role as registrerad_av,
    date_trunc('second', e.registered_at) as registrerad,
    e.version,
    e.settles as avgor,
    d.version as dataversion
from cross_entries as e
cross join dataset as d;
