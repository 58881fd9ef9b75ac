-- one row per delivery and column of its contract
insert into delivery_completeness by name
select delivery_id, column_name, records, filled
from incoming
