-- Grain: principal × month's end × phase × margin × administration (and Alla) with a queue or something done: its balance.
create temp table queue_months as
-- Patients are not followed one by one: systems renumber their contacts. A cohort is those decided on the same day,
-- counted at the level of the row, so that a patient who moves between its parts is neither lost nor found.
with counted as (
    select
        principal, last_day(cutoff_date + 1) as month_end, phase, specialty, administration, decision_date,
        contacts as waited_before, 0 as waiting_now, 0 as completed
    from queue_days
    union all
    select principal, cutoff_date, phase, specialty, administration, decision_date, 0, contacts, 0
    from queue_days
    union all
    select principal, cutoff_date, phase, specialty, administration, decision_date, 0, 0, contacts
    from completed_days
),

cohorts as (
    select
        principal, month_end, phase, specialty, administration,
        decision_date >= date_trunc('month', month_end) as is_new,
        sum(waited_before) as waited_before, sum(waiting_now) as waiting_now, sum(completed) as completed
    from counted
    group by principal, month_end, phase, specialty, administration, decision_date
)

-- Who is gone without being done left without care; who is too many is unexplained: registered late, moved here,
-- counted twice. Both are lower bounds, since within a cohort one of each kind cancel.
select
    principal,
    month_end as cutoff_date,
    phase,
    specialty,
    administration,
    sum(waited_before)::bigint as opening,
    coalesce(sum(waiting_now + completed) filter (where is_new), 0)::bigint as inflow,
    sum(completed)::bigint as completed,
    coalesce(sum(greatest(waited_before - waiting_now - completed, 0)) filter (where not is_new), 0)::bigint
        as other_removals,
    coalesce(sum(greatest(waiting_now + completed - waited_before, 0)) filter (where not is_new), 0)::bigint
        as unexplained,
    sum(waiting_now)::bigint as closing
from cohorts
group by principal, month_end, phase, specialty, administration;
