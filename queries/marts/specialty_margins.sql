-- Grain: specialty × margin it is counted in (itself, its group, Alla); '' (not told) is counted in Alla only.
create temp table specialty_margins as
with specialties_seen as (
    select specialty from care
    union
    select specialty from aggregate_places
)

select s.specialty, s.specialty as margin
from specialties_seen as s
where s.specialty <> ''
union all
select s.specialty, r.specialty_group
from specialties_seen as s
inner join specialty_reference as r on r.specialty = s.specialty
where r.specialty_group is not null
union all
select s.specialty, 'Alla' from specialties_seen as s;
