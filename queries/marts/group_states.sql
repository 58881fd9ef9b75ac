-- Grain: group at administration level: how many there are and the state of the group itself, whatever is measured in it.
create temp table group_states as
select
    a.principal,
    a.cutoff_date,
    a.population,
    a.phase,
    a.specialty,
    a.administration,
    any_value(a.contacts) as contacts,
    case
        when any_value(a.status) in ('saknas', 'dolt', 'noll') then any_value(a.status)
        when any_value(a.contacts) < $low_base then 'lagt_underlag'
        else 'visas'
    end as status,
    bool_or(b.principal is not null) as is_in_bands
from attainment as a
left join banded_dates as b
    on b.principal = a.principal and b.cutoff_date = a.cutoff_date and b.population = a.population
group by a.principal, a.cutoff_date, a.population, a.phase, a.specialty, a.administration;
