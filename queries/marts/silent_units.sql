-- Grain: principal × population × date × unit that has none there, although its last three periods had $silent_least each;
-- at most $silent_longest periods after it was last seen. Only shown figures are read: nothing hidden can be told.
create table silent_units as
with dates as (
    select
        principal, population, cutoff_date,
        row_number() over (partition by principal, population order by cutoff_date) as place
    from periods
    where is_delivered
),

of_phases as (
    select
        principal, population, cutoff_date, administration, unit, phase,
        max(contacts) as contacts,
        bool_or(status = 'dolt') as is_hidden
    from attainment_unit
    where specialty = 'Alla'
    group by principal, population, cutoff_date, administration, unit, phase
),

present as (
    select
        p.principal, p.population, p.administration, p.unit, d.place, d.cutoff_date,
        coalesce(sum(p.contacts), 0) as contacts
    from of_phases as p
    inner join dates as d
        on d.principal = p.principal and d.population = p.population and d.cutoff_date = p.cutoff_date
    group by p.principal, p.population, p.administration, p.unit, d.place, d.cutoff_date
    having coalesce(sum(p.contacts), 0) > 0 or bool_or(p.is_hidden)
),

-- Consecutive periods with enough of them have the same difference between the period's place and their own number.
runs as (
    select
        *,
        place - row_number() over (
            partition by principal, population, administration, unit, contacts >= $silent_least order by place
        ) as run,
        lead(place) over (partition by principal, population, administration, unit order by place) as seen_again
    from present
),

counted as (
    select
        *,
        row_number() over (
            partition by principal, population, administration, unit, contacts >= $silent_least, run order by place
        ) as periods_before
    from runs
)

select
    c.principal,
    c.population,
    d.cutoff_date,
    c.administration,
    c.unit,
    c.cutoff_date as last_seen,
    c.periods_before::integer as periods_before
from counted as c
inner join dates as d
    on d.principal = c.principal and d.population = c.population
    and d.place > c.place and d.place <= c.place + $silent_longest
    and (c.seen_again is null or d.place < c.seen_again)
where c.contacts >= $silent_least and c.periods_before >= $silent_periods
order by c.principal, c.population, d.cutoff_date, c.administration, c.unit;
