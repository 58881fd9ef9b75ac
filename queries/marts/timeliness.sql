-- Grain: principal × source × kind × population × period: when it was due, when it first came, how often it has been
-- replaced. Due on the 20th of the month after: väntande and genomförda, which are expected every month from the
-- source's first period, and counts (aggregat) of a source that has sent three months in a row; until the source is
-- declared ended. Other kinds have no due date, only what came. status: i_tid · sen · saknas (the due date is past) · efterhand:
-- it was due before anything of the source and kind was loaded here, so when it came from the source nobody knows, or
-- it is of a kind without due date.
create table timeliness as
with came as (
    select
        principal,
        source,
        kind,
        coalesce(population, if(kind in ('vantande', 'genomforda'), kind, null)) as population,
        period,
        min(loaded_at) as first_loaded_at,
        max(loaded_at) as last_loaded_at,
        count(*) filter (where replaced_by is not null)::integer as times_replaced
    from quality_deliveries
    where source is not null and kind is not null and period is not null
    group by all
),

-- Three months in a row: the third lies two months after the first of them.
rhythm as (
    select principal, source, kind, population
    from (select distinct principal, source, kind, population, date_trunc('month', period) as month from came)
    where kind = 'aggregat'
    qualify datediff(
        'month', lag(month, 2) over (partition by principal, source, kind, population order by month), month
    ) = 2
),

began as (
    select
        principal,
        source,
        kind,
        population,
        min(first_loaded_at) as began_at,
        min(period) as first_period,
        kind in ('vantande', 'genomforda')
        or (principal, source, kind, population) in (select (r.principal, r.source, r.kind, r.population) from rhythm as r)
            as is_monthly
    from came
    group by principal, source, kind, population
),

-- One row per month from the source's first to the latest that was due before today.
months as (
    select
        principal, source, kind, population, began_at,
        unnest(
            list_transform(
                generate_series(0, datediff('month', first_period, $published_on::date)),
                lambda n: last_day((date_trunc('month', first_period) + n * interval 1 month)::date)
            )
        ) as period
    from began
    where is_monthly and principal is not null
),

absent as (
    select m.*, true as is_monthly
    from months as m
    where not exists (
        select 1 from came as c
        where c.source = m.source and c.kind = m.kind and c.population = m.population and last_day(c.period) = m.period
    )
    and not exists (
        select 1 from ended_sources as e
        where e.source = m.source and coalesce(e.kind, m.kind) = m.kind and e.ended_from <= m.period
    )
),

every as (
    select came.*, began.began_at, began.is_monthly
    from came
    inner join began
        on began.principal is not distinct from came.principal and began.source = came.source
        and began.kind = came.kind and began.population is not distinct from came.population
    union all by name
    select * from absent
),

due as (
    select
        * exclude (began_at, is_monthly),
        if(
            is_monthly,
            (date_trunc('month', period) + interval 1 month + interval 19 day)::date,
            null
        ) as due_on,
        ((first_loaded_at at time zone 'UTC') at time zone 'Europe/Stockholm')::date as came_on,
        ((began_at at time zone 'UTC') at time zone 'Europe/Stockholm')::date as began_on
    from every
)

select
    principal,
    source,
    kind,
    population,
    period,
    due_on,
    first_loaded_at,
    last_loaded_at,
    case
        when came_on is null then $published_on::date - due_on
        when due_on >= began_on then greatest(came_on - due_on, 0)
    end::integer as days_late,
    coalesce(times_replaced, 0)::integer as times_replaced,
    case
        when came_on is null then 'saknas'
        when came_on <= due_on then 'i_tid'
        when due_on >= began_on then 'sen'
        else 'efterhand'
    end as status
from due
where came_on is not null or due_on < $published_on::date
order by principal, source, kind, population, period;
