-- one row per reason and column of a load's quarantined rows ($delivery_id null: of every delivery), the commonest first
select reason, "column", count(*) as rows, min(line) as first_line
from (
    select line, unnest(reasons) as reason, unnest(columns) as "column"
    from quarantine
    where load_id = $load_id and ($delivery_id is null or delivery_id = $delivery_id)
) as told
group by reason, "column"
order by rows desc, first_line, reason, "column"
limit $most
