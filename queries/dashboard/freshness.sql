-- one row per source and kind of one huvudman (and the nation): the newest delivery in force
with in_force as (
    select *
    from loads
    where delivery_id is not null
        and replaced_by is null
        and (principal is null or list_contains(string_split(principal, ', '), $principal) or kind = 'riket')
),

newest as (
    select
        *,
        row_number() over (
            partition by kind, source
            order by period desc nulls last, load_id desc, delivery_id desc
        ) as place
    from in_force
)

select
    kind,
    source,
    period,
    loaded_at,
    path,
    accepted,
    quarantined
from newest
where place = 1
order by kind desc, source
