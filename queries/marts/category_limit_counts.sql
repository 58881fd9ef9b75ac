-- Grain: specialty or margin × category × limit × deviation: contacts under the care guarantee within and over the limit.
create temp table category_limit_counts as
with measured as (
    -- Återbesök: the limit is the patient's own target date; those without one are in no denominator.
    select
        c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.dimension, c.category, c.deviation,
        null::integer as limit_days, true as is_general, c.target_met as is_within, c.contacts
    from category_counts as c
    where c.phase = $follow_up_phase and c.target_met is not null
    union all
    select
        c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.dimension, c.category, c.deviation,
        l.limit_days, l.is_general, c.waited_days <= l.limit_days as is_within, c.contacts
    from category_counts as c
    inner join specialty_limits as l
        on l.principal = c.principal and l.population = c.population and l.phase = c.phase
        and l.cutoff_date = c.cutoff_date and l.specialty = c.specialty
    where c.care_guarantee
)

-- Margins over specialties are measured by the limit that holds for every specialty.
select
    c.principal,
    c.cutoff_date,
    c.population,
    c.phase,
    m.margin as specialty,
    c.dimension,
    c.category,
    c.limit_days,
    c.deviation,
    coalesce(sum(c.contacts) filter (where c.is_within), 0)::bigint as within_limit,
    coalesce(sum(c.contacts) filter (where not c.is_within), 0)::bigint as over_limit
from measured as c
inner join specialty_margins as m on m.specialty = c.specialty and (m.margin = c.specialty or c.is_general)
group by
    c.principal, c.cutoff_date, c.population, c.phase, m.margin, c.dimension, c.category, c.limit_days, c.deviation;
