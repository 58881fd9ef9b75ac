-- Grain: principal × specialty that has a contact or a plan, margins over specialties included.
create table specialties as
with seen as (
    select c.principal, m.margin as specialty
    from care as c
    inner join specialty_margins as m on m.specialty = c.specialty
    where c.contacts > 0
    group by c.principal, m.margin
    union
    select principal, specialty from plan_specialties
)

select
    s.principal,
    s.specialty,
    coalesce(r.name, if(s.specialty = 'Alla', 'Alla specialiteter', s.specialty)) as name,
    coalesce(r.short_name, if(s.specialty = 'Alla', 'Alla specialiteter', s.specialty)) as short_name,
    r.specialty_group,
    coalesce(
        r.sort_order,
        (select min(g.sort_order) from specialty_reference as g where g.specialty_group = s.specialty),
        -- Aggregated sources have specialties of their own.
        case s.specialty when 'Alla' then 0 when 'Ej fördelat' then 10001 else 10000 end
    ) as sort_order,
    s.specialty = 'Alla' or s.specialty in (
        select g.specialty_group from specialty_reference as g where g.specialty_group is not null
    ) as is_margin
from seen as s
left join specialty_reference as r on r.specialty = s.specialty
order by s.principal, is_margin desc, sort_order, s.specialty;
