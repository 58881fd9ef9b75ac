-- one row per specialty, group and 'Alla' of one cut: the span between förvaltningar
select
    variation.cutoff_date,
    variation.specialty,
    specialties.name,
    specialties.short_name,
    specialties.specialty_group,
    specialties.sort_order,
    specialties.is_margin,
    variation.administrations,
    variation.lowest,
    variation.lowest_administration,
    variation.highest,
    variation.highest_administration,
    variation.spread,
    variation.lowest_all,
    variation.highest_all,
    variation.region_share,
    variation.contacts,
    variation.over_limit,
    variation.phi,
    variation.outside_limits,
    variation.chance_p,
    variation.tau_squared,
    variation.judged,
    variation.is_beyond_chance,
    variation.shrunken_spread
from variation
join specialties
    on specialties.principal = variation.principal
    and specialties.specialty = variation.specialty
where variation.principal = $principal
    and variation.population = $population
    and variation.phase = $phase
    and variation.definition = $definition
    and variation.limit_days is not distinct from $limit_days
order by variation.cutoff_date, specialties.sort_order, variation.specialty
