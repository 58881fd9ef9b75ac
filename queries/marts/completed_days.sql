-- Grain: principal × month × phase × margin × administration (and Alla) × decision date: contacts done in the month.
create temp table completed_days as
with done as (
    select principal, cutoff_date, phase, specialty, administration, decision_date, count(*) as contacts
    from warehouse.contacts as c
    semi join building as b on b.principal = c.principal and b.cutoff_date = c.cutoff_date
    where population = 'genomforda' and phase <> $emergency_phase
    group by principal, cutoff_date, phase, specialty, administration, decision_date
    union all
    select principal, cutoff_date, phase, specialty, administration, decision_date, contacts
    from warehouse.purged_completions as c
    semi join building as b on b.principal = c.principal and b.cutoff_date = c.cutoff_date
    where phase <> $emergency_phase
)

select
    d.principal,
    d.cutoff_date,
    d.phase,
    m.margin as specialty,
    coalesce(d.administration, 'Alla') as administration,
    d.decision_date,
    sum(d.contacts)::bigint as contacts
from done as d
inner join specialty_margins as m on m.specialty = d.specialty
group by grouping sets (
    (d.principal, d.cutoff_date, d.phase, m.margin, d.decision_date, d.administration),
    (d.principal, d.cutoff_date, d.phase, m.margin, d.decision_date)
);
