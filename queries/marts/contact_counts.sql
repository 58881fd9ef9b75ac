-- Grain: principal × date × population × phase × specialty × administration × unit × guarantee × deviation × days × target met × new.
create temp table contact_counts as
with with_target as (
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
        end as target_met,
        decision_date >= date_trunc('month', cutoff_date) as is_new,
        1 as contacts
    from warehouse.contacts as c
    semi join building as b on b.principal = c.principal and b.cutoff_date = c.cutoff_date
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
        -- Rows purged before it was kept: exact for those waiting at a month's end.
        coalesce(is_new, waited_days < day(cutoff_date)) as is_new,
        contacts
    from warehouse.purged_contacts as c
    semi join building as b on b.principal = c.principal and b.cutoff_date = c.cutoff_date
)

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
    is_new,
    sum(contacts)::bigint as contacts
from with_target
group by
    principal, cutoff_date, population, phase, specialty, administration, unit,
    care_guarantee, deviation, waited_days, target_met, is_new;
