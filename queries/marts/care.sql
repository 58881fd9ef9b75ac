-- Grain: delivery in force × date × population × phase × specialty × administration × unit that it has contacts of. Of all
-- dates: what has care is read here, so that no count of a few dates has to see every row.
-- Figures in bands are there as well: '' and null where they are not told apart, nought where nobody is told of.
create temp table care as
select
    delivery_id, principal, cutoff_date, population, phase, specialty, administration, unit, contacts,
    false as is_in_bands
from warehouse.care_counts
union all
select
    delivery_id, principal, cutoff_date, population, phase, specialty, administration, unit, contacts,
    true as is_in_bands
from aggregate_places
where cut is null;
