-- Grain: group at administration level: how many there are and the state of the group itself, whatever is measured in it.
create temp table group_states as
select
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    administration,
    any_value(contacts) as contacts,
    case
        when any_value(status) in ('saknas', 'dolt', 'noll') then any_value(status)
        when any_value(contacts) < $low_base then 'lagt_underlag'
        else 'visas'
    end as status
from attainment
group by principal, cutoff_date, population, phase, specialty, administration;
