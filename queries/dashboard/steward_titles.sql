-- one row per reason that can stop a row, with its title
select reason, title
from reasons
order by reason
