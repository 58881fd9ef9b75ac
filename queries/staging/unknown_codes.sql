-- One row per delivery of $deliveries, column and code of rows in quarantine whose code nobody knows or has another form:
-- code null where the value is none that may be told, and for all but the $most commonest. A unit is told by its first
-- code. Only short values that have a figure, or at most three letters, are codes beyond doubt; of ids of units those of
-- an organisation (the third figure of its number is 2 or more, a person's is a month's) and not of a person (-P).
with stopped as (
    select delivery_id, record, "row" as cells, unnest(reasons) as reason, unnest(columns) as told_column
    from quarantine
    where delivery_id in (select unnest($deliveries::integer[])) and delivery_id >= $first and decided_by is null
),

chosen as (
    select distinct
        delivery_id, record, cells, reason,
        if(
            reason = 'okand_enhet',
            case
                when json_extract_string(cells, '$.hsaid_enhet') is not null then 'hsaid_enhet'
                when json_extract_string(cells, '$.hsaid_vardenhet') is not null then 'hsaid_vardenhet'
                when json_extract_string(cells, '$.sjukhuskod') is not null then 'sjukhuskod'
                else told_column
            end,
            told_column
        ) as column_name
    from stopped
    where reason in ('okand_mvo', 'okand_region', 'okand_enhet', 'ogiltig_kod') and told_column is not null
),

valued as (
    select
        delivery_id, record, reason, column_name,
        json_extract_string(cells, '$."' || column_name || '"') as value
    from chosen
),

judged as (
    select
        delivery_id, column_name,
        case
            when column_name = 'lkf' then null
            when reason = 'okand_enhet' and column_name in ('hsaid_enhet', 'hsaid_vardenhet')
                and regexp_full_match(value, '[A-Z]{2}[0-9]{2}[2-9][0-9]{7}-[0-9A-OQ-Za-oq-zÅÄÖåäö][0-9A-Za-zÅÄÖåäö-]{0,19}')
                then value
            when reason = 'okand_enhet' and column_name = 'sjukhuskod'
                and regexp_full_match(value, '[0-9A-Z]{3,6}') and regexp_matches(value, '[0-9]') then value
            when reason <> 'okand_enhet' and regexp_full_match(value, '[0-9A-Za-zÅÄÖåäö.-]{1,5}')
                and (regexp_matches(value, '[0-9]') or length(value) <= 3) then value
        end as code,
        count(distinct record) as rows
    from valued
    group by delivery_id, column_name, code
),

ranked as (
    select
        *,
        row_number() over (
            partition by delivery_id, column_name order by code is null, rows desc, code
        ) as place
    from judged
)

select delivery_id, column_name, if(place <= $most, code, null) as code, sum(rows)::bigint as rows
from ranked
group by delivery_id, column_name, if(place <= $most, code, null)
order by all
