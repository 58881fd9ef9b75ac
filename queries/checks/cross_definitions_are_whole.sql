-- Grain: definition of the Green Cross that does not give each of the eight cases a colour it explains.
select d.definition
from cross_definitions as d
left join cross_colours as c on c.definition = d.definition
left join cross_legend as l on l.definition = c.definition and l.colour = c.colour
group by d.definition
having count(distinct c.bit) != 8 or count(*) != 8 or count(l.text) != 8
order by d.definition;
