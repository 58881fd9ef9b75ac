-- one row per delivery in force behind one population and date of one huvudman: its load, its file and its mapping
select
    load_id,
    source,
    kind,
    path,
    sha256,
    loaded_at,
    mapping
from lineage
where principal = $principal
    and population = $population
    and cutoff_date = $cutoff_date
order by load_id, source, kind, path
