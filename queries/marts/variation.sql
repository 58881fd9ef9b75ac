-- Grain: principal × date × population × phase × specialty × definition × limit: the spread between administrations.
create table variation as
with measured as (
    select a.*, coalesce(r.sort_order, 1000) as administration_order
    from attainment as a
    left join administration_reference as r on r.administration = a.administration
    where a.phase = $follow_up_phase or a.limit_days is not null
),

ranked as (
    select
        *,
        row_number() over (
            partition by
                principal, cutoff_date, population, phase, specialty, definition, limit_days,
                status = 'visas' and share is not null
            order by share nulls last, administration_order, administration
        ) as from_lowest,
        row_number() over (
            partition by
                principal, cutoff_date, population, phase, specialty, definition, limit_days,
                status = 'visas' and share is not null
            order by share desc nulls last, administration_order, administration
        ) as from_highest
    from measured
    where administration <> 'Alla'
),

spreads as (
    select
        principal,
        cutoff_date,
        population,
        phase,
        specialty,
        definition,
        limit_days,
        (count(*) filter (where status = 'visas' and share is not null))::integer as administrations,
        min(share) filter (where status = 'visas') as lowest,
        max(administration) filter (where status = 'visas' and share is not null and from_lowest = 1)
            as lowest_administration,
        max(share) filter (where status = 'visas') as highest,
        max(administration) filter (where status = 'visas' and share is not null and from_highest = 1)
            as highest_administration,
        min(share) as lowest_all,
        max(share) as highest_all
    from ranked
    group by principal, cutoff_date, population, phase, specialty, definition, limit_days
)

select
    m.principal,
    m.cutoff_date,
    m.population,
    m.phase,
    m.specialty,
    m.definition,
    m.limit_days,
    s.administrations,
    s.lowest,
    s.lowest_administration,
    s.highest,
    s.highest_administration,
    round(s.highest - s.lowest, 4) as spread,
    s.lowest_all,
    s.highest_all,
    m.share as region_share,
    m.contacts,
    m.over_limit,
    c.phi,
    c.outside_limits,
    c.chance_p,
    c.tau_squared,
    coalesce(c.judged, 0)::integer as judged,
    c.is_beyond_chance,
    c.shrunken_spread
from measured as m
inner join spreads as s
    on s.principal = m.principal and s.cutoff_date = m.cutoff_date and s.population = m.population
    and s.phase = m.phase and s.specialty = m.specialty and s.definition = m.definition
    and s.limit_days is not distinct from m.limit_days
left join dispersion as c
    on c.principal = m.principal and c.cutoff_date = m.cutoff_date and c.population = m.population
    and c.phase = m.phase and c.specialty = m.specialty and c.definition = m.definition
    and c.limit_days is not distinct from m.limit_days
where m.administration = 'Alla'
order by m.principal, m.population, m.phase, m.definition, m.cutoff_date, m.specialty, m.limit_days;
