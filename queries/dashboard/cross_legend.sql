-- one row per definition and colour that it gives: what the colour means
select definition, colour, text
from cross_legend
order by definition, colour
