-- one row per dimension and category of one specialty and cut, the region as a whole, beside the region's own figures
select
    equity.cutoff_date,
    equity_categories.dimension,
    equity_categories.category,
    equity_categories.name,
    equity.contacts,
    equity.denominator,
    equity.numerator,
    equity.share,
    equity.low_95,
    equity.high_95,
    equity.over_limit,
    equity.median_days,
    equity.status,
    attainment.share as region_share,
    attainment.denominator as region_denominator,
    attainment.numerator as region_numerator
from equity
join equity_categories
    on equity_categories.principal = equity.principal
    and equity_categories.dimension = equity.dimension
    and equity_categories.category = equity.category
left join attainment
    on attainment.principal = equity.principal
    and attainment.cutoff_date = equity.cutoff_date
    and attainment.population = equity.population
    and attainment.phase = equity.phase
    and attainment.specialty = equity.specialty
    and attainment.administration = 'Alla'
    and attainment.definition = equity.definition
    and attainment.limit_days is not distinct from equity.limit_days
where equity.principal = $principal
    and equity.population = $population
    and equity.phase = $phase
    and equity.specialty = $specialty
    and equity.definition = $definition
    and equity.limit_days is not distinct from $limit_days
order by
    equity.cutoff_date,
    case equity_categories.dimension when 'kon' then 0 when 'alder' then 1 else 2 end,
    equity_categories.sort_order,
    equity_categories.category
