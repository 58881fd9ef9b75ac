-- Grain: specialty × margin it is counted in (itself, its group, Alla).
create temp table specialty_margins as
with specialties_seen as (
    select distinct specialty from contact_counts
)

select s.specialty, s.specialty as margin from specialties_seen as s
union all
select s.specialty, r.specialty_group
from specialties_seen as s
inner join specialty_reference as r on r.specialty = s.specialty
where r.specialty_group is not null
union all
select s.specialty, 'Alla' from specialties_seen as s;
