-- Grain: principal × month's end × phase × margin × administration (and Alla) × decision date: contacts waiting at the end.
create temp table queue_days as
with waiting as (
    select principal, cutoff_date, phase, specialty, administration, waited_days, 1 as contacts
    from warehouse.contacts as c
    semi join building as b on b.principal = c.principal and b.cutoff_date = c.cutoff_date
    where population = 'vantande' and phase <> $emergency_phase and cutoff_date = last_day(cutoff_date)
    union all
    select principal, cutoff_date, phase, specialty, administration, waited_days, contacts
    from warehouse.purged_contacts as c
    semi join building as b on b.principal = c.principal and b.cutoff_date = c.cutoff_date
    where population = 'vantande' and phase <> $emergency_phase and cutoff_date = last_day(cutoff_date)
),

counted as (
    select principal, cutoff_date, phase, specialty, administration, waited_days, sum(contacts) as contacts
    from waiting
    group by principal, cutoff_date, phase, specialty, administration, waited_days
)

select
    w.principal,
    w.cutoff_date,
    w.phase,
    m.margin as specialty,
    coalesce(w.administration, 'Alla') as administration,
    w.cutoff_date - w.waited_days as decision_date,
    sum(w.contacts)::bigint as contacts
from counted as w
inner join specialty_margins as m on m.specialty = w.specialty
group by grouping sets (
    (w.principal, w.cutoff_date, w.phase, m.margin, w.waited_days, w.administration),
    (w.principal, w.cutoff_date, w.phase, m.margin, w.waited_days)
);
