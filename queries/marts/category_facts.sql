-- Grain: specialty or margin × category: all its contacts and the median of days waited.
create temp table category_facts as
with days as (
    select
        c.principal, c.cutoff_date, c.population, c.phase, m.margin as specialty, c.dimension, c.category,
        c.waited_days,
        sum(c.contacts) as contacts
    from category_counts as c
    inner join specialty_margins as m on m.specialty = c.specialty
    group by
        c.principal, c.cutoff_date, c.population, c.phase, m.margin, c.dimension, c.category, c.waited_days
),

running as (
    select
        *,
        sum(contacts) over (
            partition by principal, cutoff_date, population, phase, specialty, dimension, category
            order by waited_days
        ) as up_to,
        sum(contacts) over (
            partition by principal, cutoff_date, population, phase, specialty, dimension, category
        ) as in_all
    from days
)

-- Type 7: the two middle ones, counted from nought; whole-number arithmetic keeps halves exact.
select
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    dimension,
    category,
    max(in_all)::bigint as contacts,
    (
        min(waited_days) filter (where up_to > (in_all - 1) // 2)
        + min(waited_days) filter (where up_to > in_all // 2)
    ) / 2 as median_days
from running
group by principal, cutoff_date, population, phase, specialty, dimension, category;
