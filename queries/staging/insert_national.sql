-- one row per accepted national figure of a batch
insert into national by name
select
    delivery_id,
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    definition,
    limit_days,
    denominator,
    numerator,
    share,
    record
from incoming
