-- one row per source and kind of one huvudman (and the nation): the newest delivery in force
with in_force as (
    select *, list_contains(string_split(principal, ', '), $principal) as is_own
    from loads
    where delivery_id is not null
        and replaced_by is null
),

-- A part without rows is nobody's (what a mapping leaves out, or all in quarantine): it is whose the rest of its file
-- or of its source is, and where nobody knows of either it stands under every huvudman.
known as (
    select load_id, source, is_own from in_force where principal is not null
),

own as (
    select f.*
    from in_force as f
    where f.is_own
        or f.kind = 'riket'
        or (
            f.principal is null
            and coalesce(
                (select bool_or(k.is_own) from known as k where k.load_id = f.load_id),
                (select bool_or(k.is_own) from known as k where k.source = f.source),
                true
            )
        )
),

newest as (
    select
        *,
        row_number() over (
            partition by kind, source
            order by principal is null, period desc nulls last, load_id desc, delivery_id desc
        ) as place
    from own
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
