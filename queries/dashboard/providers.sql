-- one row per provider that the reference knows
select
    provider,
    name,
    regime,
    area,
    valid_from,
    valid_to,
    sort_order
from providers
order by sort_order, provider, valid_from
