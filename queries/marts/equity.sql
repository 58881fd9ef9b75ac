-- Grain: principal × date × population × phase × specialty × dimension × category × definition × limit, the region as a whole.
create table equity as
select
    e.principal,
    e.cutoff_date,
    e.population,
    e.phase,
    e.specialty,
    e.dimension,
    e.category,
    e.definition,
    e.limit_days,
    e.contacts,
    e.denominator,
    e.numerator,
    e.share,
    i.low_95,
    i.high_95,
    e.over_limit,
    e.median_days,
    e.status
from equity_groups as e
left join share_intervals as i
    on e.share is not null and i.numerator = e.numerator and i.denominator = e.denominator
order by
    e.principal, e.population, e.phase, e.definition, e.cutoff_date, e.specialty, e.limit_days, e.dimension, e.category;
