-- one row per delivery and care unit that it holds
insert into delivery_units by name
select delivery_id, care_unit
from incoming
