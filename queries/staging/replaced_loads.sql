-- one row per delivery in force that a delivery of load $load_id takes the place of
select
    ours.kind,
    ours.source,
    ours.population,
    ours.period,
    theirs.load_id,
    theirs.records,
    l.path,
    l.loaded_at
from deliveries as ours
inner join deliveries as theirs on theirs.delivery_id = ours.replaces
inner join loads as l on l.load_id = theirs.load_id
where ours.load_id = $load_id
order by ours.kind, ours.source, ours.population, ours.period
