-- Grain: comparison with another cut without a shown group behind it, of too few patients, or whose figures contradict.
with groups as (
    select
        principal, cutoff_date, population, phase, specialty, administration, any_value(contacts) as contacts
    from attainment
    where status not in ('saknas', 'dolt')
    group by principal, cutoff_date, population, phase, specialty, administration
)

select
    c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.from_days, c.to_days, c.cut,
    c.ours, c.theirs
from cut_comparisons as c
cross join dataset as d
left join groups as g
    on g.principal = c.principal and g.cutoff_date = c.cutoff_date and g.population = c.population
    and g.phase = c.phase and g.specialty = c.specialty and g.administration = c.administration
where
    g.principal is null
    or c.ours > g.contacts
    or (c.from_days = 0 and c.to_days is null and c.ours <> g.contacts)
    or (c.from_days = 0 and c.to_days is null and c.theirs > 0 and c.theirs < d.suppress_below)
    or c.difference <> c.theirs - c.ours
    or c.is_disputed <> (c.relative > 0.01)
order by
    c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.cut, c.from_days, c.to_days;
