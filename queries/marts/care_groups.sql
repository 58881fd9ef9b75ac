-- Grain: group that has a row on every date of its population (unit null = the administration or Alla).
create temp table care_groups as
with populations as (
    select principal, population from care group by principal, population
),

with_somebody as (
    select * from care where contacts > 0
),

-- Every (specialty, administration) that had a contact of the phase in any loaded period has rows in both populations;
-- one that never had does not give that care, which is not the same as nobody waiting.
administrations_with_care as (
    select c.principal, c.phase, m.margin as specialty, coalesce(c.administration, 'Alla') as administration
    from with_somebody as c
    inner join specialty_margins as m on m.specialty = c.specialty
    group by grouping sets ((c.principal, c.phase, m.margin, c.administration), (c.principal, c.phase, m.margin))
    having grouping(c.administration) = 1 or c.administration <> ''
),

-- A unit has rows in the phases and populations where it had a contact: a clinic is not asked for what it never does.
units_with_care as (
    select c.principal, c.population, c.phase, m.margin as specialty, c.administration, c.unit
    from with_somebody as c
    inner join specialty_margins as m on m.specialty = c.specialty
    where c.unit is not null
    group by c.principal, c.population, c.phase, m.margin, c.administration, c.unit
)

select p.principal, p.population, a.phase, a.specialty, a.administration, null::varchar as unit
from populations as p
inner join administrations_with_care as a on a.principal = p.principal
union all
select principal, population, phase, specialty, administration, unit from units_with_care;
