-- one row per accepted band of a batch, and one per line that tells its own sum
insert into aggregates by name
with lines as (select * from incoming),

told as (
    select l.*, unnest(l.bands) as band
    from lines as l
)

select
    delivery_id,
    principal,
    cutoff_date,
    population,
    administration,
    unit,
    specialty,
    phase,
    band.from_days,
    band.to_days,
    band.contacts,
    role,
    cut,
    record
from told
union all by name
select
    delivery_id,
    principal,
    cutoff_date,
    population,
    administration,
    unit,
    specialty,
    phase,
    0 as from_days,
    null::integer as to_days,
    control as contacts,
    'control' as role,
    control_cut as cut,
    record
from lines
where control is not null
