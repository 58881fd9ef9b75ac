-- Grain: row whose status and figures contradict each other.
with rows as (
    select 'attainment' as mart, contacts, denominator, numerator, share, over_limit, median_days, p90_days, status
    from attainment
    union all
    select 'attainment_unit', contacts, denominator, numerator, share, over_limit, median_days, p90_days, status
    from attainment_unit
)

select mart, status, contacts, denominator, numerator, share, over_limit, median_days, p90_days
from rows
where
    (status in ('dolt', 'saknas') and coalesce(
        contacts, denominator, numerator, share, over_limit, median_days, p90_days
    ) is not null)
    or (status = 'noll' and contacts <> 0)
    or (status in ('visas', 'lagt_underlag') and (contacts is null or contacts = 0))
    or numerator > denominator
    or denominator > contacts
    or share not between 0 and 1
    or over_limit <> denominator - numerator
order by mart, status, contacts;
