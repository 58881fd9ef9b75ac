-- one row per delivery whose re-delivery does not add up, or whose columns have more filled cells than it has records
select r.delivery_id, r.replaced_id, 'revision' as what
from delivery_revisions as r
where r.note is null
    and (r.rows_after <> r.added + r.changed + r.unchanged or r.rows_before <> r.removed + r.changed + r.unchanged)
union all
select c.delivery_id, null, c.column_name
from delivery_completeness as c
inner join deliveries as d on d.delivery_id = c.delivery_id
where c.filled > c.records or c.records > d.records
order by delivery_id, replaced_id, what
