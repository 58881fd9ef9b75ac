-- Grain: cut (null = figures) × group (unit null = the administration or Alla) × band as told: margins included.
create temp table aggregate_groups as
with in_margins as (
    select
        c.principal, c.cutoff_date, c.population, c.phase, c.cut, m.margin as specialty, c.administration, c.unit,
        c.from_days, c.to_days, sum(c.contacts) as contacts
    from aggregate_cells as c
    inner join specialty_margins as m on m.specialty = c.specialty
    group by
        c.principal, c.cutoff_date, c.population, c.phase, c.cut, m.margin, c.administration, c.unit,
        c.from_days, c.to_days
),

of_units as (
    select principal, cutoff_date, population, phase, cut, specialty, administration, unit, from_days, to_days, contacts
    from in_margins
    where unit is not null
),

of_administrations as (
    select
        principal, cutoff_date, population, phase, cut, specialty, administration, null::varchar as unit,
        from_days, to_days, sum(contacts) as contacts
    from in_margins
    where administration <> ''
    group by principal, cutoff_date, population, phase, cut, specialty, administration, from_days, to_days
),

of_all as (
    select
        principal, cutoff_date, population, phase, cut, specialty, 'Alla' as administration, null::varchar as unit,
        from_days, to_days, sum(contacts) as contacts
    from in_margins
    group by principal, cutoff_date, population, phase, cut, specialty, from_days, to_days
),

every as (
    from of_units
    union all by name
    from of_administrations
    union all by name
    from of_all
)

select
    principal,
    cutoff_date,
    population,
    phase,
    cut,
    specialty,
    administration,
    unit,
    from_days,
    to_days,
    contacts::bigint as contacts
from every;
