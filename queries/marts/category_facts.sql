-- Grain: specialty or margin × category: all its contacts and the median of days waited.
create temp table category_facts as
with by_days as (
    select
        principal, cutoff_date, population, phase, specialty, dimension, category, waited_days,
        sum(contacts) as contacts
    from category_counts
    group by principal, cutoff_date, population, phase, specialty, dimension, category, waited_days
),

days as (
    select
        d.principal, d.cutoff_date, d.population, d.phase, m.margin as specialty, d.dimension, d.category,
        d.waited_days,
        sum(d.contacts) as contacts
    from by_days as d
    inner join specialty_margins as m on m.specialty = d.specialty
    group by
        d.principal, d.cutoff_date, d.population, d.phase, m.margin, d.dimension, d.category, d.waited_days
),

groups as (
    select principal, cutoff_date, population, phase, specialty, dimension, category, sum(contacts) as contacts
    from days
    group by principal, cutoff_date, population, phase, specialty, dimension, category
),

-- One whole number instead of seven columns, as in group_facts.
numbered as materialized (
    select *, row_number() over () as group_number from groups
),

running as (
    select
        g.group_number,
        d.waited_days,
        sum(d.contacts) over (partition by g.group_number order by d.waited_days) as up_to,
        g.contacts as in_all
    from days as d
    inner join numbered as g
        on g.principal = d.principal and g.cutoff_date = d.cutoff_date and g.population = d.population
        and g.phase = d.phase and g.specialty = d.specialty and g.dimension = d.dimension and g.category = d.category
),

-- Type 7: the two middle ones, counted from nought; whole-number arithmetic keeps halves exact.
medians as (
    select
        group_number,
        (
            min(waited_days) filter (where up_to > (in_all - 1) // 2)
            + min(waited_days) filter (where up_to > in_all // 2)
        ) / 2 as median_days
    from running
    group by group_number
)

select
    g.principal,
    g.cutoff_date,
    g.population,
    g.phase,
    g.specialty,
    g.dimension,
    g.category,
    g.contacts::bigint as contacts,
    m.median_days
from numbered as g
inner join medians as m on m.group_number = g.group_number;
