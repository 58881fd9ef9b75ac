-- Grain: shown group smaller than the threshold.
with groups as (
    select principal, cutoff_date, population, phase, specialty, administration, null as unit, contacts
    from attainment
    union all
    select principal, cutoff_date, population, phase, specialty, administration, unit, contacts
    from attainment_unit
)

select g.principal, g.cutoff_date, g.population, g.phase, g.specialty, g.administration, g.unit, g.contacts
from groups as g
cross join dataset as d
where g.contacts > 0 and g.contacts < d.suppress_below
order by g.principal, g.cutoff_date, g.population, g.phase, g.specialty, g.administration, g.unit;
