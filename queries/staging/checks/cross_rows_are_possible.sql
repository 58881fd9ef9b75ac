-- one row per row of a cross that says nothing, or counts what cannot be counted
select delivery_id, record, fact, colour, colour_definition, count
from cross_entries
where (fact is null) = (colour is null)
    or (colour is null) <> (colour_definition is null)
    or not case
        when fact in ('ej_registrerad', 'ingen_verksamhet', 'ingen') then count = 0
        when fact is null then count between 0 and 999
        else count between 1 and 999
    end
order by delivery_id, record
