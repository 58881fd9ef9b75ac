-- one row per change beyond chance of one huvudman, date, horizon and definition
select
    changes.earlier_date,
    changes.phase,
    changes.specialty,
    coalesce(specialties.short_name, changes.specialty) as short_name,
    changes.administration,
    changes.limit_days,
    changes.numerator,
    changes.denominator,
    changes.share,
    changes.earlier_numerator,
    changes.earlier_denominator,
    changes.earlier_share,
    changes.difference,
    changes.low_95,
    changes.high_95,
    changes.p_value
from changes
left join specialties
    on specialties.principal = changes.principal
    and specialties.specialty = changes.specialty
left join administrations
    on administrations.principal = changes.principal
    and administrations.administration = changes.administration
where changes.principal = $principal
    and changes.cutoff_date = $cutoff_date
    and changes.horizon = $horizon
    and changes.definition = $definition
order by
    changes.phase,
    specialties.sort_order,
    changes.specialty,
    administrations.sort_order,
    changes.administration,
    changes.limit_days
