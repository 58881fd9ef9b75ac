-- Grain: delivery in force × date × population × phase × specialty × administration × unit that it has contacts of. Of all
-- dates: what has care is read here, so that no count of a few dates has to see every row.
create temp table care as
select delivery_id, principal, cutoff_date, population, phase, specialty, administration, unit, contacts
from warehouse.care_counts;
