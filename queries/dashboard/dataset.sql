-- one row: the published version and its settings
select
    version,
    published_at,
    suppress_below,
    low_base,
    default_definition_waiting,
    default_definition_completed,
    default_principal,
    register_stamp,
    cross_stamp,
    published_on
from dataset
order by version
