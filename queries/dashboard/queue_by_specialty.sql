-- one row per specialty, phase, förvaltning ('Alla' too) and limit of those waiting at the cut-off, with the month's flow
with waiting as (
    select
        specialty,
        phase,
        administration,
        limit_days,
        contacts,
        denominator,
        numerator,
        share,
        over_limit,
        status
    from attainment
    where principal = $principal
        and cutoff_date = $cutoff_date
        and population = 'vantande'
        and definition = $definition
)

select
    waiting.specialty,
    waiting.phase,
    waiting.administration,
    waiting.limit_days,
    waiting.contacts,
    waiting.denominator,
    waiting.numerator,
    waiting.share,
    waiting.over_limit,
    waiting.status,
    flows.closing,
    flows.inflow,
    flows.completed,
    flows.other_removals,
    coalesce(flows.status, 'saknas') as flow_status
from waiting
left join flows
    on flows.principal = $principal
    and flows.cutoff_date = $cutoff_date
    and flows.specialty = waiting.specialty
    and flows.phase = waiting.phase
    and flows.administration = waiting.administration
left join specialties
    on specialties.principal = $principal
    and specialties.specialty = waiting.specialty
left join administrations
    on administrations.principal = $principal
    and administrations.administration = waiting.administration
order by
    specialties.sort_order,
    waiting.specialty,
    waiting.phase,
    administrations.sort_order nulls last,
    waiting.administration,
    waiting.limit_days desc
