-- one row per specialty, group and 'Alla' of one huvudman; a specialty may be there by its plans only
select
    specialty,
    name,
    short_name,
    specialty_group,
    sort_order,
    is_margin,
    specialty in (select attainment.specialty from attainment where attainment.principal = $principal) as has_contacts
from specialties
where principal = $principal
order by sort_order, specialty
