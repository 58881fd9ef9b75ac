-- one row per quarantined row that is about a unit's day
insert into cross_quarantined_days by name
select delivery_id, record, principal, administration, unit, delivered_unit, date
from incoming
