-- Grain: every group that has a row on every date (unit null = the administration or Alla) × limit that holds for it.
create temp table group_grid as
with populations as (
    select principal, population from contact_counts group by principal, population
),

-- Every (specialty, administration) that had a contact of the phase in any loaded period has rows in both populations;
-- one that never had does not give that care, which is not the same as nobody waiting.
administrations_with_care as (
    select c.principal, c.phase, m.margin as specialty, coalesce(c.administration, 'Alla') as administration
    from contact_counts as c
    inner join specialty_margins as m on m.specialty = c.specialty
    group by grouping sets ((c.principal, c.phase, m.margin, c.administration), (c.principal, c.phase, m.margin))
),

-- A unit has rows in the phases and populations where it had a contact: a clinic is not asked for what it never does.
units_with_care as (
    select c.principal, c.population, c.phase, m.margin as specialty, c.administration, c.unit
    from contact_counts as c
    inner join specialty_margins as m on m.specialty = c.specialty
    group by c.principal, c.population, c.phase, m.margin, c.administration, c.unit
),

groups as (
    select p.principal, p.population, a.phase, a.specialty, a.administration, null as unit
    from populations as p
    inner join administrations_with_care as a on a.principal = p.principal
    union all
    select principal, population, phase, specialty, administration, unit from units_with_care
),

on_dates as (
    select g.*, d.cutoff_date
    from groups as g
    inner join periods as d on d.principal = g.principal and d.population = g.population
),

-- Limits of the specialty itself; a margin over specialties has only those that hold for every specialty.
valid_limits as (
    select
        d.principal, d.population, d.cutoff_date, l.phase, l.specialty, l.limit_days
    from periods as d
    inner join limits as l
        on l.population = d.population and l.principal in ('Alla', d.principal)
        and d.cutoff_date between l.valid_from and coalesce(l.valid_to, date '9999-12-31')
    group by d.principal, d.population, d.cutoff_date, l.phase, l.specialty, l.limit_days
),

with_limits as (
    select g.*, l.limit_days
    from on_dates as g
    left join valid_limits as l
        on l.principal = g.principal and l.population = g.population and l.phase = g.phase
        and l.cutoff_date = g.cutoff_date and l.specialty in ('Alla', g.specialty)
)

select principal, cutoff_date, population, phase, specialty, administration, unit, limit_days
from with_limits
group by principal, cutoff_date, population, phase, specialty, administration, unit, limit_days;
