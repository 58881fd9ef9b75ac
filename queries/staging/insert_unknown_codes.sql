-- one row per delivery, column and code; those that may not be told are one row without code
insert into delivery_unknown_codes by name
select delivery_id, column_name, code, sum(rows)::bigint as rows
from incoming
group by delivery_id, column_name, code
