-- Grain: principal × date × population × phase × specialty × administration × unit × guarantee × deviation × days × target met.
create temp table contact_counts as
with contacts_with_target as (
    select
        principal,
        cutoff_date,
        population,
        phase,
        specialty,
        administration,
        unit,
        care_guarantee,
        deviation,
        waited_days,
        -- A patient still waiting has kept the target as long as the target date is not past.
        case
            when phase = $follow_up_phase and population = 'vantande' then target_date >= cutoff_date
            when phase = $follow_up_phase then start_date <= target_date
        end as target_met
    from warehouse.contacts
),

counted as (
    select
        principal,
        cutoff_date,
        population,
        phase,
        specialty,
        administration,
        unit,
        care_guarantee,
        deviation,
        waited_days,
        target_met,
        count(*) as contacts
    from contacts_with_target
    group by
        principal, cutoff_date, population, phase, specialty, administration, unit,
        care_guarantee, deviation, waited_days, target_met
)

select * from counted
union all
select
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    administration,
    unit,
    care_guarantee,
    deviation,
    waited_days,
    target_met,
    contacts
from warehouse.purged_contacts;
