-- Grain: principal × date × population × phase × margin × administration × unit × days waited.
create temp table unit_days as
with counted_by_days as (
    select
        principal, cutoff_date, population, phase, specialty, administration, unit, waited_days,
        sum(contacts) as contacts
    from contact_counts
    group by principal, cutoff_date, population, phase, specialty, administration, unit, waited_days
)

select
    d.principal,
    d.cutoff_date,
    d.population,
    d.phase,
    m.margin as specialty,
    d.administration,
    d.unit,
    d.waited_days,
    sum(d.contacts)::bigint as contacts
from counted_by_days as d
inner join specialty_margins as m on m.specialty = d.specialty
group by
    d.principal, d.cutoff_date, d.population, d.phase, m.margin, d.administration, d.unit, d.waited_days;
