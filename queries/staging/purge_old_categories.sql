-- one row per group of one sex, age group or municipality – one at a time, never crossed – of contacts whose cut-off is
-- before $first_kept; without administration and unit, since equity is published for the region as a whole
insert into purged_categories by name
with described as (
    select
        delivery_id,
        principal,
        cutoff_date,
        population,
        phase,
        specialty,
        care_guarantee,
        deviation,
        waited_days,
        -- as the marts count it: only a follow-up visit (phase 4) has a target to keep
        case
            when phase = 4 and population = 'vantande' then target_date >= cutoff_date
            when phase = 4 then start_date <= target_date
        end as target_met,
        coalesce(sex, 0)::varchar as sex,
        -- the lowest age of the group; empty where the year is unknown or after the cut-off
        case
            when year(cutoff_date) - birth_year::integer >= 80 then '80'
            when year(cutoff_date) - birth_year::integer >= 65 then '65'
            when year(cutoff_date) - birth_year::integer >= 18 then '18'
            when year(cutoff_date) - birth_year::integer >= 0 then '0'
            else ''
        end as youngest,
        coalesce(left(municipality, 4), '') as municipality
    from contacts
    where cutoff_date < $first_kept
)

select
    delivery_id,
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    care_guarantee,
    deviation,
    waited_days,
    target_met,
    sex,
    youngest,
    municipality,
    count(*) as contacts
from described
group by grouping sets (
    (
        delivery_id, principal, cutoff_date, population, phase, specialty, care_guarantee, deviation, waited_days,
        target_met, sex
    ),
    (
        delivery_id, principal, cutoff_date, population, phase, specialty, care_guarantee, deviation, waited_days,
        target_met, youngest
    ),
    (
        delivery_id, principal, cutoff_date, population, phase, specialty, care_guarantee, deviation, waited_days,
        target_met, municipality
    )
)
