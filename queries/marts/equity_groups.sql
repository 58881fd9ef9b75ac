-- Grain: specialty or margin × category × limit × definition for the region as a whole, every figure decided: shown or not.
create temp table equity_groups as
with counted as (
    select
        c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.dimension, c.category, c.limit_days,
        e.definition,
        sum(if(e.kept_within, c.within_limit, 0) + if(e.kept_over, c.over_limit, 0)) as denominator,
        sum(if(e.kept_within, c.within_limit, 0)) as numerator
    from category_limit_counts as c
    inner join exclusions as e on e.deviation = c.deviation
    group by
        c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.dimension, c.category, c.limit_days,
        e.definition
),

-- Without a limit there is nothing to define: the definitions then differ in nothing, but stand as in attainment.
figures as (
    select
        g.principal, g.cutoff_date, g.population, g.phase, g.specialty, k.dimension, k.category, d.definition,
        g.limit_days,
        v.principal is not null as is_delivered,
        h.specialty is not null as is_hidden,
        g.phase = $follow_up_phase or g.limit_days is not null as is_measured,
        coalesce(f.contacts, 0) as contacts,
        coalesce(c.denominator, 0) as denominator,
        coalesce(c.numerator, 0) as numerator,
        f.median_days
    from group_grid as g
    inner join equity_categories as k on k.principal = g.principal
    cross join definitions as d
    left join delivered_groups as v
        on v.principal = g.principal and v.cutoff_date = g.cutoff_date and v.population = g.population
        and v.phase = g.phase and v.specialty = g.specialty and v.administration = g.administration
    left join category_facts as f
        on f.principal = g.principal and f.cutoff_date = g.cutoff_date and f.population = g.population
        and f.phase = g.phase and f.specialty = g.specialty and f.dimension = k.dimension
        and f.category = k.category
    left join hidden_categories as h
        on h.principal = g.principal and h.cutoff_date = g.cutoff_date and h.population = g.population
        and h.phase = g.phase and h.specialty = g.specialty and h.dimension = k.dimension
        and h.category = k.category
    left join counted as c
        on c.principal = g.principal and c.cutoff_date = g.cutoff_date and c.population = g.population
        and c.phase = g.phase and c.specialty = g.specialty and c.dimension = k.dimension
        and c.category = k.category and c.limit_days is not distinct from g.limit_days
        and c.definition = d.definition
    anti join banded_dates as o
        on o.principal = g.principal and o.cutoff_date = g.cutoff_date and o.population = g.population
    where g.administration = 'Alla' and g.unit is null
),

with_status as (
    select
        *,
        case
            when not is_delivered then 'saknas'
            when is_hidden then 'dolt'
            when contacts = 0 then 'noll'
            when if(is_measured, denominator, contacts) < $low_base then 'lagt_underlag'
            else 'visas'
        end as status
    from figures
),

shown as (
    select *, status not in ('saknas', 'dolt') as is_shown from with_status
)

select
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    dimension,
    category,
    definition,
    limit_days,
    if(is_shown, contacts, null)::integer as contacts,
    if(is_shown and is_measured, denominator, null)::integer as denominator,
    if(is_shown and is_measured, numerator, null)::integer as numerator,
    -- A share of so few says nothing and may say too much.
    if(
        is_shown and is_measured and denominator >= greatest($suppress_below, 1),
        -- Four decimals, halves upwards, in whole numbers so that no binary fraction decides.
        ((20000 * numerator + denominator) // nullif(2 * denominator, 0)) / 10000,
        null
    ) as share,
    if(is_shown and is_measured, denominator - numerator, null)::integer as over_limit,
    if(is_shown, median_days, null) as median_days,
    status
from shown;
