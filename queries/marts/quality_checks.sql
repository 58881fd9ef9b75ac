-- Grain: delivery in force × check × what it is about: how the check went. outcome: ok · fel · info (pointed out, or not
-- possible to say). A number of rows that would tell a hidden group is null, its outcome stands.
create table quality_checks as
with in_force as (
    select distinct
        d.delivery_id, d.principal, d.source, d.kind, d.population, d.period, d.accepted,
        d.kind in ('vantande', 'genomforda') as is_of_contacts,
        t.source is not null as is_telling
    from quality_deliveries as d
    left join quality_telling as t
        on t.source = d.source and t.kind = d.kind and t.population = d.population and t.period = d.period
    where d.replaced_by is null
),

-- DQ0: every month of a source of contacts, both populations.
source_months as (
    select distinct principal, source, last_day(period) as period
    from timeliness
    where kind in ('vantande', 'genomforda')
),

existence as (
    select
        m.principal, m.source, k.kind, k.kind as population, m.period,
        exists (
            select 1 from timeliness as t
            where t.source = m.source and t.kind = k.kind and last_day(t.period) = m.period and t.status <> 'saknas'
        ) as is_there
    from source_months as m
    cross join (select unnest(['vantande', 'genomforda']) as kind) as k
),

-- Counts of a date whose every contact is known are compared with them; of whom no contact is known, in no figure.
beside as (
    select distinct
        p.principal, p.source, p.population, p.cutoff_date as period, p.told_administration as administration
    from aggregate_places as p
    semi join care as c
        on c.principal = p.principal and c.population = p.population and c.cutoff_date = p.cutoff_date
        and not c.is_in_bands
    anti join care as o
        on o.principal = p.principal and o.population = p.population and o.cutoff_date = p.cutoff_date
        and o.administration = p.told_administration
    where p.role = 'figures' and p.cut is not null and p.told_administration <> 'Alla'
),

checks_of_rows as (
    select unnest(['DQ1', 'DQ2', 'DQ3']) as check_id
),

stopped as (
    select
        f.principal, f.source, f.kind, f.population, f.period, c.check_id, s.column_name as subject,
        coalesce(s.rows, 0) as rows
    from in_force as f
    cross join checks_of_rows as c
    left join quality_stopped as s on s.delivery_id = f.delivery_id and s.check_id = c.check_id
),

odd as (
    select
        f.principal, f.source, f.kind, f.population, f.period, o.measure, o.threshold_days, f.is_telling,
        if(f.is_telling and o.rows > 0, null, o.rows) as rows,
        o.rows > 0 as is_found
    from in_force as f
    left join warehouse.delivery_oddities as o on o.delivery_id = f.delivery_id
    where f.is_of_contacts and f.accepted > 0
),

filled as (
    select c.*, r.share as demanded
    from completeness as c
    inner join quality_demands as r on r.column_name = c.column_name
    where c.kind in ('vantande', 'genomforda')
),

of_administrations as (
    select distinct
        a.principal, a.population, a.cutoff_date, a.administration, a.phase, a.share, a.median_days
    from attainment as a
    inner join principals as p on p.principal = a.principal
    where a.specialty = 'Alla' and a.administration <> 'Alla' and a.status = 'visas'
        and list_contains($reasonable_phases, a.phase::integer)
        and a.definition = case
            when p.is_aggregated then 'ingen'
            when a.population = 'vantande' then $definition_waiting
            else $definition_completed
        end
),

reasonable as (
    select
        principal, population, cutoff_date, administration, phase, 'andel' as unit, share as value,
        share between $lowest_share and $highest_share as is_within,
        whole_percent($lowest_share) || '–' || whole_percent($highest_share) || ' %' as expected,
        'andelen inom gränsen är ' || whole_percent(share) || ' %' as told
    from of_administrations
    where share is not null
    union all
    select
        principal, population, cutoff_date, administration, phase, 'dagar', median_days,
        median_days between $lowest_median and $highest_median,
        $lowest_median || '–' || $highest_median || ' dagar',
        'medianen är ' || days_told(median_days) || ' dagar'
    from of_administrations
    where median_days is not null
),

told as (
    select
        principal, source, kind, population, period, 'DQ0' as check_id, null as subject, is_there::integer as value,
        'leveranser' as unit, if(is_there, 'ok', 'fel') as outcome,
        if(kind = 'vantande', 'Väntande', 'Genomförda')
        || if(is_there, ' är levererade.', ' är inte levererade för månaden.') as told
    from existence
    union all
    select
        principal, source, 'aggregat', population, period, 'DQ0', administration, null, 'leveranser', 'info',
        'Antal i band för ' || administration || ' finns i ingen siffra: huvudmannen har kontakter för samma datum, '
        || 'men inga från förvaltningen. Ladda dess kontakter.'
    from beside
    union all
    select
        principal, source, kind, population, period, check_id, subject, rows, 'rader', if(rows = 0, 'ok', 'fel'),
        case
            when rows > 0 and check_id = 'DQ1' then records_told(rows) || ' saknar ' || coalesce(subject, 'värden') || '.'
            when rows > 0 and check_id = 'DQ2'
                then records_told(rows) || ' har i ' || coalesce(subject, 'en kolumn')
                || ' ett värde som är okänt eller har fel form.'
            when rows > 0
                then records_told(rows) || ' har i ' || coalesce(subject, 'en kolumn') || ' ett datum som inte är möjligt.'
            when check_id = 'DQ1' then 'Inget obligatoriskt värde saknas.'
            when check_id = 'DQ2' then 'Alla koder och värden känns igen.'
            else 'Alla datum är möjliga.'
        end
    from stopped
    union all
    select
        principal, source, kind, population, period, if(measure = 'lang_vantan', 'DQ3', 'DQ5'),
        if(measure = 'lang_vantan', 'beslut_datum', 'avvikelsekod'), rows, 'rader',
        case when not is_found then 'ok' when measure = 'lang_vantan' then 'info' else 'fel' end,
        if(
            is_found,
            coalesce(records_told(rows), 'Minst en post'),
            'Ingen post'
        ) || case measure
            when 'lang_vantan' then ' har väntat mer än ' || threshold_days || ' dagar.'
            when 'pvv_utan_garanti' then ' har PVV utan vårdgaranti.'
            when 'mov_utan_garanti' then ' har MOV utan vårdgaranti.'
            else ' har PVV inom ' || threshold_days || ' dagar.'
        end
    from odd
    where measure is not null
    union all
    select
        principal, source, kind, population, period, 'DQ5', 'avvikelsekod', null, 'rader', 'info',
        'Räknas för leveranser som laddas från och med nu; denna är laddad tidigare.'
    from odd
    where measure is null
    union all
    select
        principal, source, kind, population, period, 'DQ4', column_name, share, 'andel',
        case when share is null then 'info' when share >= demanded then 'ok' else 'fel' end,
        if(
            share is null,
            column_name || ': andelen visas inte, den skulle kunna avslöja en liten grupp.',
            column_name || ' är ifylld i ' || whole_percent(share) || ' % av posterna; minst '
            || whole_percent(demanded) || ' % begärs.'
        )
    from filled
    union all
    select
        principal, null, population, population, cutoff_date, 'DQ6', administration, value, unit,
        if(is_within, 'ok', 'fel'),
        'Fas ' || phase || ': ' || told || if(is_within, ', inom ', ', utanför ') || expected || '.'
    from reasonable
)

select
    principal,
    source,
    kind,
    population,
    period,
    check_id,
    subject,
    value::double as value,
    unit,
    outcome,
    replace(told, ' %', chr(160) || '%') as told
from told
order by principal, check_id, source, kind, population, period, subject, unit, told;
