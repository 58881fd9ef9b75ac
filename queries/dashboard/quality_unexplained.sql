-- one row per month and förvaltning ('Alla' last) of one phase, all specialties together: what the balance lacks
select
    flows.cutoff_date,
    flows.administration,
    flows.opening,
    flows.inflow,
    flows.completed,
    flows.other_removals,
    flows.unexplained,
    flows.closing,
    flows.status
from flows
left join administrations
    on administrations.principal = flows.principal
    and administrations.administration = flows.administration
where flows.principal = $principal
    and flows.phase = $phase
    and flows.specialty = 'Alla'
order by flows.cutoff_date, administrations.sort_order nulls last, flows.administration
