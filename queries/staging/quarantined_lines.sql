-- one row per reason and column of one load: how many rows are kept out by it, and the lines of the first three
with told as (
    select
        record,
        line,
        unnest(reasons) as reason,
        unnest(columns) as column_name
    from quarantine
    where load_id = $load_id
)

select
    reason,
    column_name,
    count(*) as rows,
    list(line order by record)[:3] as first_lines
from told
group by reason, column_name
order by rows desc, reason, column_name
