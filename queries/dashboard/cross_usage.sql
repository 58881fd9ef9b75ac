-- one row per förvaltning and definition that it uses for a time, 'Alla' among them
select administration, definition, valid_from, valid_to
from cross_usage
order by administration, valid_from
