-- one row per key figure: the region at a cut-off, at the date compared with, and the nation like with like
with measures as (
    select *
    from (
        values
            (1, 'forsta_besok', 1, 'Alla', 90),
            (2, 'operation', 2, 'Alla', 90),
            (3, 'aterbesok', 4, 'Alla', null),
            (4, 'bup_forsta_besok', 1, '931', 30),
            (5, 'bup_utredning', 3, '931', 30),
            (6, 'bup_behandling', 2, '931', 30)
    ) as listed (measure_order, measure, phase, specialty, limit_days)
),

-- materialized: read once for now, before and as the nation counts
region as materialized (
    select
        cutoff_date,
        definition,
        phase,
        specialty,
        limit_days,
        contacts,
        denominator,
        numerator,
        share,
        status
    from attainment
    where principal = $principal
        and population = 'vantande'
        and administration = 'Alla'
        and specialty in ('Alla', '931')
),

-- the newest national row of each measure; the chosen definition first where a date has several
nation as (
    select
        measures.measure,
        national.cutoff_date,
        national.definition,
        national.share,
        national.numerator,
        national.denominator,
        row_number() over (
            partition by measures.measure
            order by
                national.cutoff_date desc,
                (national.definition = $definition) desc,
                (national.principal = $principal) desc,
                national.definition
        ) as newest
    from measures
    join national
        on national.phase = measures.phase
        and national.specialty = measures.specialty
        and national.limit_days is not distinct from measures.limit_days
    where national.population = 'vantande'
        and (
            national.principal = $principal
            -- 'Riket' holds for every real huvudman, never for a made-up one
            or (national.principal = 'Riket' and not (select bool_or(is_demo) from principals where principal = $principal))
        )
        and national.cutoff_date <= $cutoff_date
        and national.share is not null
)

select
    measures.measure,
    measures.phase,
    measures.specialty,
    measures.limit_days,
    now.contacts,
    now.denominator,
    now.numerator,
    now.share,
    now.status,
    before.share as previous_share,
    before.numerator as previous_numerator,
    before.denominator as previous_denominator,
    before.status as previous_status,
    nation.share as national_share,
    nation.numerator as national_numerator,
    nation.denominator as national_denominator,
    nation.cutoff_date as national_date,
    nation.definition as national_definition,
    alike.share as alike_share,
    alike.numerator as alike_numerator,
    alike.denominator as alike_denominator
from measures
left join region as now
    on now.cutoff_date = $cutoff_date
    and now.definition = $definition
    and now.phase = measures.phase
    and now.specialty = measures.specialty
    and now.limit_days is not distinct from measures.limit_days
left join region as before
    on before.cutoff_date = $previous_date
    and before.definition = $definition
    and before.phase = measures.phase
    and before.specialty = measures.specialty
    and before.limit_days is not distinct from measures.limit_days
left join nation
    on nation.measure = measures.measure
    and nation.newest = 1
left join region as alike
    on alike.cutoff_date = nation.cutoff_date
    and alike.definition = nation.definition
    and alike.phase = measures.phase
    and alike.specialty = measures.specialty
    and alike.limit_days is not distinct from measures.limit_days
order by measures.measure_order
