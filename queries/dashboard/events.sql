-- one row per dated event of one huvudman, or of all
select
    event,
    title,
    text,
    from_date,
    coalesce(to_date, from_date) as to_date,
    population,
    phase,
    specialty,
    administration,
    rebases,
    reason
from events
where principal in ('Alla', $principal)
order by from_date, event, principal
