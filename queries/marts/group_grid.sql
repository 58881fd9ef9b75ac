-- Grain: every group that has a row on every date (unit null = the administration or Alla) × limit that holds for it.
create temp table group_grid as
with on_dates as (
    select g.*, d.cutoff_date
    from gridded_groups as g
    inner join periods as d on d.principal = g.principal and d.population = g.population
    semi join gridded as b on b.principal = d.principal and b.cutoff_date = d.cutoff_date
),

-- Limits of the specialty itself; a margin over specialties has only those that hold for every specialty.
valid_limits as (
    select
        d.principal, d.population, d.cutoff_date, l.phase, l.specialty, l.limit_days
    from periods as d
    semi join gridded as b on b.principal = d.principal and b.cutoff_date = d.cutoff_date
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
