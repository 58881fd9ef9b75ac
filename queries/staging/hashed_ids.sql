-- one row per id, in the order of position
select left(sha256($key || value), 32) as hashed
from incoming
order by position
