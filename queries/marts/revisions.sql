-- Grain: re-delivery × population and period that it replaced: accepted rows before and after, and what became of them.
-- note: 'dolt' no counts, they would tell a hidden group · 'fa' some count is 1 to suppress_below − 1: it is null, and
-- with it those from which it could be worked out · 'gallrad' the rows before were purged · 'dagvis' the re-delivery took
-- over some units' days · null: every count is there.
create table revisions as
with told as (
    select
        d.principal,
        d.source,
        d.kind,
        d.population,
        d.period,
        d.load_id,
        b.load_id as replaced_load_id,
        d.loaded_at,
        d.path,
        r.*,
        t.source is not null as is_telling,
        coalesce(r.added between 1 and $suppress_below - 1, false) as few_added,
        coalesce(r.removed between 1 and $suppress_below - 1, false) as few_removed,
        coalesce(r.changed between 1 and $suppress_below - 1, false) as few_changed
    from warehouse.delivery_revisions as r
    inner join quality_deliveries as d on d.delivery_id = r.delivery_id
    inner join warehouse.deliveries as b on b.delivery_id = r.replaced_id
    left join quality_telling as t
        on t.source = d.source and t.kind = d.kind and t.population = d.population and t.period = d.period
)

select
    principal,
    source,
    kind,
    population,
    period,
    load_id,
    replaced_load_id,
    loaded_at,
    path,
    if(is_telling, null, rows_before) as records_before,
    if(is_telling, null, rows_after) as records_after,
    if(is_telling or few_added or few_removed, null, added) as added,
    if(is_telling or few_added or few_removed, null, removed) as removed,
    if(is_telling or few_changed, null, changed) as changed,
    if(is_telling or few_added or few_removed or few_changed, null, unchanged) as unchanged,
    case
        when is_telling then 'dolt'
        when few_added or few_removed or few_changed then 'fa'
        else note
    end as note
from told
order by load_id, source, kind, population, period, principal;
