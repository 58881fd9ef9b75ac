-- Grain: the open table revideringar, names and order of the public interface; times are Swedish local time.
create view open_revideringar as
select
    r.principal as huvudman,
    r.source as kalla,
    r.kind as slag,
    r.population,
    r.period,
    r.load_id as laddning,
    r.replaced_load_id as ersatter,
    (r.loaded_at at time zone 'UTC') at time zone 'Europe/Stockholm' as tid,
    r.path as fil,
    r.records_before as poster_fore,
    r.records_after as poster_efter,
    r.added as tillkomna,
    r.removed as borttagna,
    r.changed as andrade,
    r.unchanged as oforandrade,
    r.note as anmarkning,
    d.version as dataversion
from revisions as r
cross join dataset as d;
