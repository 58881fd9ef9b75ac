-- one row per re-delivery, population, period and column of one huvudman: in how many rows it changed
select
    revision_columns.load_id,
    revision_columns.source,
    revision_columns.kind,
    revision_columns.population,
    revision_columns.period,
    revision_columns.column_name,
    revision_columns.rows_changed
from revision_columns
inner join revisions
    on revisions.load_id = revision_columns.load_id
    and revisions.source = revision_columns.source
    and revisions.kind = revision_columns.kind
    and revisions.population is not distinct from revision_columns.population
    and revisions.period is not distinct from revision_columns.period
where revisions.principal = $principal or revisions.principal is null
order by
    revision_columns.load_id desc,
    revision_columns.source,
    revision_columns.kind,
    revision_columns.population nulls first,
    revision_columns.period desc nulls last,
    revision_columns.rows_changed desc nulls last,
    revision_columns.column_name
