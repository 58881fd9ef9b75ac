-- Grain: group (unit null = the administration or Alla) × kind of patient: all that the open tables tell apart inside it.
create temp table group_kinds as
with tables as (
    select principal, cutoff_date, population, phase
    from contact_counts
    group by principal, cutoff_date, population, phase
),

edges as (
    select t.principal, t.cutoff_date, t.population, t.phase, l.limit_days as last_day
    from tables as t
    inner join limits as l
        on l.population = t.population and l.phase = t.phase and l.principal in ('Alla', t.principal)
    union
    select t.principal, t.cutoff_date, t.population, t.phase, b.last_day
    from tables as t
    cross join (select unnest([30, 60, 90, 120, 180, 365]) as last_day) as b
    union
    -- Another cut of the same contacts is compared with them in its own bands.
    select principal, cutoff_date, population, phase, edge - 1
    from aggregate_edges
    where edge > 0
),

-- How many edges each number of days has passed: found once for each, not for every row that has waited so long.
days as (
    select c.principal, c.cutoff_date, c.population, c.phase, c.waited_days, count(e.last_day) as edges_passed
    from (select distinct principal, cutoff_date, population, phase, waited_days from contact_counts) as c
    left join edges as e
        on e.principal = c.principal and e.cutoff_date = c.cutoff_date and e.population = c.population
        and e.phase = c.phase and e.last_day < c.waited_days
    group by c.principal, c.cutoff_date, c.population, c.phase, c.waited_days
),

told_apart as (
    select
        c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.unit,
        c.care_guarantee, c.deviation, c.target_met, c.is_new, d.edges_passed,
        sum(c.contacts) as contacts
    from contact_counts as c
    inner join days as d
        on d.principal = c.principal and d.cutoff_date = c.cutoff_date and d.population = c.population
        and d.phase = c.phase and d.waited_days = c.waited_days
    group by
        c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.unit,
        c.care_guarantee, c.deviation, c.target_met, c.is_new, d.edges_passed
),

numbered as (
    select
        *, dense_rank() over (
            partition by principal, cutoff_date, population, phase
            order by care_guarantee, deviation, target_met, is_new, edges_passed
        ) - 1 as kind
    from told_apart
),

in_margins as (
    select
        n.principal, n.cutoff_date, n.population, n.phase, m.margin as specialty, n.administration, n.unit, n.kind,
        sum(n.contacts) as contacts
    from numbered as n
    inner join specialty_margins as m on m.specialty = n.specialty
    group by n.principal, n.cutoff_date, n.population, n.phase, m.margin, n.administration, n.unit, n.kind
)

select
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    coalesce(administration, 'Alla') as administration,
    unit,
    kind::integer as kind,
    sum(contacts)::bigint as contacts
from in_margins
group by grouping sets (
    (principal, cutoff_date, population, phase, specialty, kind, administration, unit),
    (principal, cutoff_date, population, phase, specialty, kind, administration),
    (principal, cutoff_date, population, phase, specialty, kind)
)
union all
-- Figures in bands: of a group nothing is told but its bands.
select
    principal, cutoff_date, population, phase, specialty, administration, unit,
    (
        dense_rank() over (
            partition by principal, cutoff_date, population, phase order by from_days, to_days
        ) - 1
    )::integer as kind,
    contacts
from aggregate_groups
where cut is null and contacts > 0;
