-- Grain: principal × population × phase × date × specialty × limit in days that holds there.
create temp table specialty_limits as
with seen as (
    select principal, population, phase, cutoff_date, specialty
    from contact_counts
    group by principal, population, phase, cutoff_date, specialty
)

select
    s.principal,
    s.population,
    s.phase,
    s.cutoff_date,
    s.specialty,
    l.limit_days,
    bool_or(l.specialty = 'Alla') as is_general
from seen as s
inner join limits as l
    on l.population = s.population and l.phase = s.phase
    and l.principal in ('Alla', s.principal) and l.specialty in ('Alla', s.specialty)
    and s.cutoff_date between l.valid_from and coalesce(l.valid_to, date '9999-12-31')
group by s.principal, s.population, s.phase, s.cutoff_date, s.specialty, l.limit_days;
