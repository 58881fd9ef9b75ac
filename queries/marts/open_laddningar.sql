-- Grain: the open table laddningar, names and order of the public interface; times are Swedish local time.
create view open_laddningar as
with replaced as (
    select delivery_id, any_value(load_id) as load_id
    from loads
    where delivery_id is not null
    group by delivery_id
)

select
    l.principal as huvudman,
    l.load_id as laddning,
    (l.loaded_at at time zone 'UTC') at time zone 'Europe/Stockholm' as tid,
    l.path as fil,
    l.sha256,
    l.kind as slag,
    l.source as kalla,
    l.period,
    l.records as poster,
    l.accepted as godkanda,
    l.quarantined as karantan,
    l.duplicates as dubbletter,
    r.load_id as ersatter,
    d.version as dataversion
from loads as l
left join replaced as r on r.delivery_id = l.replaces
cross join dataset as d;
