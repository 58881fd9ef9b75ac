-- Grain: principal × population × date whose figures are counts in bands; a gap is one where nothing else is ever told.
create temp table banded_dates as
with on_dates as (
    select principal, population, cutoff_date, bool_or(is_in_bands) as is_in_bands
    from care
    group by principal, population, cutoff_date
),

always as (
    select principal, population, bool_and(is_in_bands) as is_in_bands
    from care
    group by principal, population
)

select p.principal, p.population, p.cutoff_date
from periods as p
inner join always as a on a.principal = p.principal and a.population = p.population
left join on_dates as d
    on d.principal = p.principal and d.population = p.population and d.cutoff_date = p.cutoff_date
where coalesce(d.is_in_bands, a.is_in_bands);
