-- Grain: category that is shown though it is small or its group is hidden, or hidden with a figure left.
select
    e.principal, e.cutoff_date, e.population, e.phase, e.specialty, e.dimension, e.category, e.definition,
    e.limit_days, e.status, e.contacts
from equity as e
cross join dataset as d
left join attainment as a
    on a.principal = e.principal and a.cutoff_date = e.cutoff_date and a.population = e.population
    and a.phase = e.phase and a.specialty = e.specialty and a.administration = 'Alla' and a.definition = e.definition
    and a.limit_days is not distinct from e.limit_days
where
    (e.contacts > 0 and e.contacts < d.suppress_below)
    or (a.status = 'dolt' and e.contacts > 0)
    or (a.status = 'saknas') <> (e.status = 'saknas')
    or (e.status = 'noll') <> coalesce(e.contacts = 0, false)
    or (e.status in ('dolt', 'saknas') and coalesce(
        e.contacts, e.denominator, e.numerator, e.share, e.low_95, e.high_95, e.over_limit, e.median_days
    ) is not null)
    or e.share not between e.low_95 and e.high_95
    or e.numerator > e.denominator
    or e.denominator > e.contacts
order by
    e.principal, e.cutoff_date, e.population, e.phase, e.specialty, e.dimension, e.category, e.definition,
    e.limit_days;
