-- Grain: delivery × cut (null = figures) × principal × date × population × phase × specialty × administration × unit × band,
-- of the dates that are built; '' and null where it is not told apart. Whoever makes rows of a date in bands anew without building
-- it lacks its bands: a date of banded_dates whose grid changes is built whole.
create temp table aggregate_cells as
select
    p.delivery_id,
    p.principal,
    p.cutoff_date,
    p.population,
    p.phase,
    p.cut,
    p.specialty,
    p.administration,
    p.unit,
    a.from_days,
    a.to_days,
    sum(a.contacts)::bigint as contacts
from warehouse.aggregates as a
semi join building as b on b.principal = a.principal and b.cutoff_date = a.cutoff_date
inner join aggregate_places as p
    on p.delivery_id = a.delivery_id and p.principal = a.principal and p.cutoff_date = a.cutoff_date
    and p.population = a.population and p.phase = a.phase and p.role = a.role
    and p.told_cut is not distinct from a.cut and p.told_specialty = a.specialty
    and p.told_administration = a.administration and p.told_unit is not distinct from a.unit
group by
    p.delivery_id, p.principal, p.cutoff_date, p.population, p.phase, p.cut, p.specialty, p.administration, p.unit,
    a.from_days, a.to_days;
