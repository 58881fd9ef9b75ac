-- one row per dated event of one huvudman, or of all, that began or lasted within the dates
select
    event,
    title,
    text,
    from_date,
    to_date,
    population,
    phase,
    specialty,
    administration,
    rebases,
    reason
from events
where principal in ('Alla', $principal)
    and from_date <= $cutoff_date
    and coalesce(to_date, from_date) >= $first_date
order by from_date, event, principal
