-- Grain: specialty × category × kind of patient: all that the open table jamlikhet tells apart inside a category.
create temp table category_kinds as
with edges as (
    select distinct principal, population, phase, limit_days as last_day from limits
),

-- How many limits each number of days has passed: found once for each, not for every row that has waited so long.
days as (
    select c.principal, c.population, c.phase, c.waited_days, count(distinct e.last_day) as edges_passed
    from (select distinct principal, population, phase, waited_days from category_counts) as c
    left join edges as e
        on e.principal in ('Alla', c.principal) and e.population = c.population and e.phase = c.phase
        and e.last_day < c.waited_days
    group by c.principal, c.population, c.phase, c.waited_days
),

-- Who is in no denominator is told apart from nobody else.
told_apart as (
    select
        c.principal, c.cutoff_date, c.population, c.phase, c.dimension, c.specialty, c.category,
        c.phase = $follow_up_phase and c.target_met is not null
            or c.phase <> $follow_up_phase and c.care_guarantee as is_counted,
        c.deviation, c.target_met, d.edges_passed,
        sum(c.contacts)::bigint as contacts
    from category_counts as c
    inner join days as d
        on d.principal = c.principal and d.population = c.population and d.phase = c.phase
        and d.waited_days = c.waited_days
    group by
        c.principal, c.cutoff_date, c.population, c.phase, c.dimension, c.specialty, c.category, is_counted,
        c.deviation, c.target_met, d.edges_passed
)

select
    principal,
    cutoff_date,
    population,
    phase,
    dimension,
    specialty,
    category,
    (
        dense_rank() over (
            partition by principal, cutoff_date, population, phase
            order by
                is_counted,
                if(is_counted, deviation, 0),
                if(is_counted, target_met, null),
                if(is_counted and phase <> $follow_up_phase, edges_passed, 0)
        ) - 1
    )::integer as kind,
    contacts
from told_apart;
