-- one row per day of decision of those done before $first_kept: a month's balance follows cohorts, so the day is kept,
-- but apart from the counts above – no unit, no deviation, no days waited, hence no start date
insert into purged_completions by name
select
    delivery_id,
    principal,
    cutoff_date,
    phase,
    specialty,
    administration,
    decision_date,
    count(*) as contacts
from contacts
where cutoff_date < $first_kept and population = 'genomforda'
group by delivery_id, principal, cutoff_date, phase, specialty, administration, decision_date
