-- One row per delivery whose stored rows are not what the ledger says: all of them in force, none of them replaced. Days
-- of crosses leave one by one (taken_over); a line of counts is stored as a row per band; what a mapping leaves out is
-- accepted into the load's part without period and stored nowhere.
with stored as (
    select delivery_id, count(*) as rows from contacts group by delivery_id
    union all
    select delivery_id, sum(contacts) as rows from purged_contacts group by delivery_id
    union all
    select delivery_id, count(*) as rows from national group by delivery_id
    union all
    select delivery_id, count(distinct record) as rows from aggregates group by delivery_id
    union all
    select delivery_id, count(*) as rows from delivery_plans group by delivery_id
    union all
    select delivery_id, count(*) as rows from delivery_outcomes group by delivery_id
    union all
    select delivery_id, count(*) as rows from needs group by delivery_id
    union all
    select delivery_id, count(*) as rows from capacity_offers group by delivery_id
    union all
    select delivery_id, count(*) as rows from cross_entries group by delivery_id
),

counted as (
    select delivery_id, sum(rows) as rows
    from stored
    group by delivery_id
),

left_out as (
    select d.delivery_id, (l.warnings ->> '$.utelamnad_av_mappning')::bigint as rows
    from deliveries as d
    inner join loads as l on l.load_id = d.load_id
    where d.period is null and d.population is null
)

select coalesce(d.delivery_id, c.delivery_id) as delivery_id, d.accepted, d.replaced_by, coalesce(c.rows, 0) as stored
from deliveries as d
full join counted as c on c.delivery_id = d.delivery_id
left join left_out as o on o.delivery_id = d.delivery_id
where coalesce(c.rows, 0) is distinct from case
    when d.replaced_by is null then d.accepted - coalesce(d.taken_over, 0) - coalesce(o.rows, 0)
    else 0
end
order by delivery_id
