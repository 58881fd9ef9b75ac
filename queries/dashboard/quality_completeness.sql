-- one row per column and period of one source, kind and population: how many of its rows have a value
select
    column_name,
    period,
    records,
    filled,
    share
from completeness
where (principal = $principal or principal is null)
    and source = $source
    and kind = $kind
    and population is not distinct from $population
order by column_name, period
