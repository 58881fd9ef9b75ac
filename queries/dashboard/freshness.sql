-- one row per source and kind of one huvudman (and the nation): the newest load that is in the figures
select
    loads.kind,
    loads.source,
    max(loads.loaded_at) as loaded_at,
    arg_max(loads.period, loads.load_id) as period,
    arg_max(loads.path, loads.load_id) as path,
    arg_max(loads.accepted, loads.load_id) as accepted,
    arg_max(loads.quarantined, loads.load_id) as quarantined
from loads
where loads.accepted > 0
    and (loads.principal = $principal or loads.principal is null or loads.kind = 'riket')
group by loads.kind, loads.source
order by loads.kind, loads.source
