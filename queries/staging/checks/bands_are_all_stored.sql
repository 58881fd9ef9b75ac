-- One row per delivery of counts in force that has not as many rows as its lines were stored as: a line that has lost a
-- band still counts as a line. A delivery from before bands were counted has nothing to compare with.
select
    d.delivery_id,
    d.band_rows,
    count(a.delivery_id) as stored
from deliveries as d
left join aggregates as a on a.delivery_id = d.delivery_id
where d.replaced_by is null and d.band_rows is not null
group by d.delivery_id, d.band_rows
having count(a.delivery_id) <> d.band_rows
order by d.delivery_id
