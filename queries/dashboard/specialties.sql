-- one row per specialty, group and 'Alla' of one huvudman
select
    specialty,
    name,
    short_name,
    specialty_group,
    sort_order,
    is_margin
from specialties
where principal = $principal
order by sort_order, specialty
