-- Grain: shown group of figures in bands (unit null = the administration or Alla) × limit: what the bands leave open.
-- Nobody's days are known: the share lies between those surely within the limit and those possibly within it, rounded
-- outwards where the limit is inside a band; quantiles as aggregate_facts has them.
create table band_intervals as
with shown as (
    select
        principal, cutoff_date, population, phase, specialty, administration, unit, limit_days, contacts, share, status
    from attainment_groups
    where contacts > 0
)

select
    s.principal,
    s.cutoff_date,
    s.population,
    s.phase,
    s.specialty,
    s.administration,
    s.unit,
    s.limit_days,
    case
        when s.contacts < greatest($suppress_below, 1) then null
        when c.certain = c.possible and s.share is not null then s.share
        else (10000 * c.certain // s.contacts) / 10000
    end as share_low,
    case
        when s.contacts < greatest($suppress_below, 1) then null
        when c.certain = c.possible and s.share is not null then s.share
        else ((10000 * c.possible + s.contacts - 1) // s.contacts) / 10000
    end as share_high,
    f.median_low,
    f.median_high,
    f.p90_low,
    f.p90_high
from shown as s
inner join aggregate_facts as f
    on f.principal = s.principal and f.cutoff_date = s.cutoff_date and f.population = s.population
    and f.phase = s.phase and f.specialty = s.specialty and f.administration = s.administration
    and f.unit is not distinct from s.unit
left join aggregate_limit_counts as c
    on c.principal = s.principal and c.cutoff_date = s.cutoff_date and c.population = s.population
    and c.phase = s.phase and c.specialty = s.specialty and c.administration = s.administration
    and c.unit is not distinct from s.unit and c.limit_days = s.limit_days
order by
    s.principal, s.population, s.phase, s.cutoff_date, s.specialty, s.administration, s.unit nulls first, s.limit_days;
