-- one row per contact that stands twice in a delivery
select delivery_id, contact_hash, count(*) as rows
from contacts
group by delivery_id, contact_hash
having count(*) > 1
order by delivery_id, contact_hash
