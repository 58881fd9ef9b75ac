-- one row per definition and fact case: the case's colour
select definition, bit, colour
from cross_colours
order by definition, bit
