-- Grain: interval of figures in bands without a shown group, with its ends the wrong way, or that its own bands contradict.
with shown as (
    select
        principal, cutoff_date, population, phase, specialty, administration, null as unit, limit_days, contacts, share,
        median_days, p90_days, status
    from attainment
    where definition = 'ingen' and contacts > 0
    union all
    select
        principal, cutoff_date, population, phase, specialty, administration, unit, limit_days, contacts, share,
        median_days, p90_days, status
    from attainment_unit
    where definition = 'ingen' and contacts > 0
),

-- The published bands may be wider than those that were told, never narrower.
by_bands as (
    select
        b.principal, b.cutoff_date, b.population, b.phase, b.specialty, b.administration, i.limit_days,
        sum(b.contacts) as contacts,
        coalesce(sum(b.contacts) filter (where b.to_days <= i.limit_days), 0) as certain,
        coalesce(sum(b.contacts) filter (where b.from_days <= i.limit_days), 0) as possible
    from band_intervals as i
    inner join waiting_bands as b
        on b.principal = i.principal and b.cutoff_date = i.cutoff_date and b.population = i.population
        and b.phase = i.phase and b.specialty = i.specialty and b.administration = i.administration
    where i.unit is null and i.limit_days is not null
    group by b.principal, b.cutoff_date, b.population, b.phase, b.specialty, b.administration, i.limit_days
)

select
    i.principal, i.cutoff_date, i.population, i.phase, i.specialty, i.administration, i.unit, i.limit_days,
    i.share_low, i.share_high, i.median_low, i.median_high, i.p90_low, i.p90_high
from band_intervals as i
left join shown as s
    on s.principal = i.principal and s.cutoff_date = i.cutoff_date and s.population = i.population
    and s.phase = i.phase and s.specialty = i.specialty and s.administration = i.administration
    and s.unit is not distinct from i.unit and s.limit_days is not distinct from i.limit_days
left join by_bands as b
    on b.principal = i.principal and b.cutoff_date = i.cutoff_date and b.population = i.population
    and b.phase = i.phase and b.specialty = i.specialty and b.administration = i.administration
    and i.unit is null and b.limit_days = i.limit_days
where
    s.principal is null
    or s.median_days is not null
    or s.p90_days is not null
    or i.share_low > i.share_high
    or i.median_low > i.median_high
    or i.p90_low > i.p90_high
    or i.median_low > i.p90_low
    or (s.share is not null and (s.share < i.share_low or s.share > i.share_high))
    -- Where there is no limit there is no share, and nothing that bands could leave open.
    or (s.limit_days is not null and (s.status = 'ej_berakningsbar') <> (s.share is null))
    or b.contacts <> s.contacts
    or i.share_low < b.certain / b.contacts - 0.0001
    or i.share_high > b.possible / b.contacts + 0.0001
order by i.principal, i.cutoff_date, i.population, i.phase, i.specialty, i.administration, i.unit, i.limit_days;
