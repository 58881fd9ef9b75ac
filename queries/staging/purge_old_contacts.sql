-- one row per group that the figures need, of contacts whose cut-off is before $first_kept
insert into purged_contacts by name
select
    delivery_id,
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
    -- as the marts count it: only a follow-up visit (phase 4) has a target to keep
    case
        when phase = 4 and population = 'vantande' then target_date >= cutoff_date
        when phase = 4 then start_date <= target_date
    end as target_met,
    decision_date >= date_trunc('month', cutoff_date) as is_new,
    activity,
    count(*) as contacts
from contacts
where cutoff_date < $first_kept
group by
    delivery_id, principal, cutoff_date, population, phase, specialty, administration, unit, care_guarantee, deviation,
    waited_days, target_met, is_new, activity
