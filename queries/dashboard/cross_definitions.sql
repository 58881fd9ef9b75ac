-- one row per definition of the Green Cross
select definition, title, text, sort_order, valid_from, valid_to
from cross_definitions
order by sort_order
