-- one row per unit of one huvudman that has a Green Cross
select
    principal,
    administration,
    unit,
    hospital,
    clinic,
    cross_from,
    cross_to,
    opening,
    known_to,
    sort_order
from cross_units
where principal = $principal
order by sort_order, administration, unit
