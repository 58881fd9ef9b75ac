-- Grain: balance that does not close, or whose queue and work are not those of its groups.
with groups as (
    select principal, cutoff_date, population, phase, specialty, administration, any_value(contacts) as contacts
    from attainment
    group by principal, cutoff_date, population, phase, specialty, administration
)

select
    f.principal, f.cutoff_date, f.phase, f.specialty, f.administration,
    f.opening, f.inflow, f.completed, f.other_removals, f.unexplained, f.closing,
    o.contacts as waited_before, c.contacts as waiting_now, d.contacts as done
from flows as f
left join groups as o
    on o.principal = f.principal and o.cutoff_date = last_day(date_trunc('month', f.cutoff_date)::date - 1)
    and o.population = 'vantande' and o.phase = f.phase and o.specialty = f.specialty
    and o.administration = f.administration
left join groups as c
    on c.principal = f.principal and c.cutoff_date = f.cutoff_date
    and c.population = 'vantande' and c.phase = f.phase and c.specialty = f.specialty
    and c.administration = f.administration
left join groups as d
    on d.principal = f.principal and d.cutoff_date = f.cutoff_date
    and d.population = 'genomforda' and d.phase = f.phase and d.specialty = f.specialty
    and d.administration = f.administration
where f.status = 'visas' and (
    f.opening is distinct from o.contacts
    or f.closing is distinct from c.contacts
    or f.completed is distinct from d.contacts
    or f.opening + f.inflow - f.completed - f.other_removals + f.unexplained <> f.closing
    or least(f.inflow, f.other_removals, f.unexplained) < 0
)
order by f.principal, f.cutoff_date, f.phase, f.specialty, f.administration;
