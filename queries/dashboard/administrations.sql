-- one row per förvaltning of one huvudman, 'Alla' last; a förvaltning may be there by its needs or crosses only
select
    administration,
    name,
    sort_order,
    administration in (
        select attainment.administration from attainment where attainment.principal = $principal
    ) as has_contacts
from administrations
where principal = $principal
order by sort_order, administration
