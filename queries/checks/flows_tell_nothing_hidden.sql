-- Grain: balance or deviations with figures although a group they are counted in has none.
with hidden as (
    select principal, cutoff_date, population, phase, specialty, administration
    from attainment
    where status in ('dolt', 'saknas')
    group by principal, cutoff_date, population, phase, specialty, administration
),

-- The month's own groups, and the queue that the next month begins with.
of_flows as (
    select principal, cutoff_date, phase, specialty, administration from hidden
    union
    select principal, last_day(cutoff_date + 1), phase, specialty, administration
    from hidden
    where population = 'vantande'
)

select 'flows' as mart, f.principal, f.cutoff_date, f.phase, f.specialty, f.administration
from flows as f
left join of_flows as h
    on h.principal = f.principal and h.cutoff_date = f.cutoff_date and h.phase = f.phase
    and h.specialty = f.specialty and h.administration = f.administration
where (h.principal is not null or f.status <> 'visas') and coalesce(
    f.opening, f.inflow, f.completed, f.other_removals, f.unexplained, f.closing
) is not null
union all
select 'deviations', v.principal, v.cutoff_date, v.phase, v.specialty, v.administration
from deviations as v
left join hidden as h
    on h.principal = v.principal and h.cutoff_date = v.cutoff_date and h.population = v.population
    and h.phase = v.phase and h.specialty = v.specialty and h.administration = v.administration
where
    ((h.principal is not null or v.status in ('dolt', 'saknas'))
        and coalesce(v.contacts, v.patient_chosen, v.medical) is not null)
    or v.patient_chosen + v.medical > v.contacts
order by mart, principal, cutoff_date, phase, specialty, administration;
