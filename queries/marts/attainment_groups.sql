-- Grain: group × limit × definition (unit null = the administration or Alla), every figure decided: shown or not.
create temp table attainment_groups as
with counted as (
    select
        c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.unit, c.limit_days,
        e.definition,
        sum(if(e.kept_within, c.within_limit, 0) + if(e.kept_over, c.over_limit, 0)) as denominator,
        sum(if(e.kept_within, c.within_limit, 0)) as numerator
    from limit_counts as c
    inner join exclusions as e on e.deviation = c.deviation
    group by
        c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.unit, c.limit_days,
        e.definition
),

figures as (
    select
        g.principal, g.cutoff_date, g.population, g.phase, g.specialty, g.administration, g.unit, g.limit_days,
        d.definition,
        b.principal is not null as is_in_bands,
        v.administration is not null and (g.unit is null or v.is_by_unit) as is_delivered,
        h.specialty is not null as is_hidden,
        g.phase = $follow_up_phase or g.limit_days is not null as is_measured,
        -- A limit inside a band divides it somewhere unknown; of follow-up the patients' own dates are unknown.
        b.principal is null or coalesce(l.is_edge and l.certain = l.possible, false) as is_computable,
        coalesce(f.contacts, 0) as contacts,
        if(b.principal is null, coalesce(c.denominator, 0), coalesce(f.contacts, 0)) as denominator,
        if(b.principal is null, coalesce(c.numerator, 0), coalesce(l.certain, 0)) as numerator,
        f.median_days,
        f.p90_days
    from group_grid as g
    left join banded_dates as b
        on b.principal = g.principal and b.cutoff_date = g.cutoff_date and b.population = g.population
    -- In bands no deviation is known, so that nobody can be left out.
    inner join definitions as d on b.principal is null or d.definition = 'ingen'
    left join aggregate_limit_counts as l
        on l.principal = g.principal and l.cutoff_date = g.cutoff_date and l.population = g.population
        and l.phase = g.phase and l.specialty = g.specialty and l.administration = g.administration
        and l.unit is not distinct from g.unit and l.limit_days = g.limit_days
    left join delivered_groups as v
        on v.principal = g.principal and v.cutoff_date = g.cutoff_date and v.population = g.population
        and v.phase = g.phase and v.specialty = g.specialty and v.administration = g.administration
    left join group_facts as f
        on f.principal = g.principal and f.cutoff_date = g.cutoff_date and f.population = g.population
        and f.phase = g.phase and f.specialty = g.specialty and f.administration = g.administration
        and f.unit is not distinct from g.unit
    left join hidden_groups as h
        on h.principal = g.principal and h.cutoff_date = g.cutoff_date and h.population = g.population
        and h.phase = g.phase and h.specialty = g.specialty and h.administration = g.administration
        and h.unit is not distinct from g.unit
    left join counted as c
        on c.principal = g.principal and c.cutoff_date = g.cutoff_date and c.population = g.population
        and c.phase = g.phase and c.specialty = g.specialty and c.administration = g.administration
        and c.unit is not distinct from g.unit and c.limit_days is not distinct from g.limit_days
        and c.definition = d.definition
),

with_status as (
    select
        *,
        case
            when not is_delivered then 'saknas'
            when is_hidden then 'dolt'
            when contacts = 0 then 'noll'
            when is_measured and not is_computable then 'ej_berakningsbar'
            when if(is_measured, denominator, contacts) < $low_base then 'lagt_underlag'
            else 'visas'
        end as status
    from figures
),

shown as (
    select
        *, status not in ('saknas', 'dolt') as is_shown,
        status not in ('saknas', 'dolt', 'ej_berakningsbar') and is_measured as has_share
    from with_status
)

select
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    administration,
    unit,
    definition,
    limit_days,
    if(is_shown, contacts, null)::integer as contacts,
    -- Follow-up in bands: who has a date to keep is not known either.
    if(
        is_shown and is_measured and not (is_in_bands and phase = $follow_up_phase and contacts > 0), denominator, null
    )::integer as denominator,
    if(has_share, numerator, null)::integer as numerator,
    -- A share of so few says nothing and may say too much.
    if(
        has_share and denominator >= greatest($suppress_below, 1),
        -- Four decimals, halves upwards, in whole numbers so that no binary fraction decides.
        ((20000 * numerator + denominator) // nullif(2 * denominator, 0)) / 10000,
        null
    ) as share,
    if(has_share, denominator - numerator, null)::integer as over_limit,
    if(is_shown, median_days, null) as median_days,
    if(is_shown, p90_days, null) as p90_days,
    status
from shown;
