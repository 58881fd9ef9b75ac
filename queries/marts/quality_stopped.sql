-- Grain: delivery in force × check × column: records in quarantine for one of the check's reasons; a steward's discarded
-- rows are decided of and no longer a finding.
create temp table quality_stopped as
with reasons_of as (
    select
        q.delivery_id,
        q.record,
        unnest(q.reasons) as reason,
        -- reasons and columns stand in pairs, column null where the whole record is at fault
        unnest(q.columns) as column_name
    from warehouse.quarantine as q
    inner join warehouse.deliveries as d on d.delivery_id = q.delivery_id
    where d.replaced_by is null and q.decided_by is null
)

select r.delivery_id, c.check_id, r.column_name, count(distinct r.record) as rows
from reasons_of as r
inner join quality_reasons as c on c.reason = r.reason
group by r.delivery_id, c.check_id, r.column_name;
