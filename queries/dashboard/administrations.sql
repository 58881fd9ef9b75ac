-- one row per förvaltning of one huvudman, 'Alla' last
select
    administration,
    name,
    sort_order
from administrations
where principal = $principal
order by sort_order, administration
