-- Grain: group (unit null = the administration or Alla) × kind of patient: all that the open tables tell apart inside it.
create temp table group_kinds as
with edges as (
    select population, phase, limit_days as last_day from limits
    union
    select l.population, l.phase, b.last_day
    from (select distinct population, phase from contact_counts) as l
    cross join (select unnest([30, 60, 90, 120, 180, 365]) as last_day) as b
),

told_apart as (
    select
        c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.unit,
        c.care_guarantee, c.deviation, c.target_met, c.is_new, count(e.last_day) as edges_passed,
        any_value(c.contacts) as contacts
    from contact_counts as c
    left join edges as e on e.population = c.population and e.phase = c.phase and e.last_day < c.waited_days
    group by
        c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.unit,
        c.care_guarantee, c.deviation, c.target_met, c.is_new, c.waited_days
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
);
