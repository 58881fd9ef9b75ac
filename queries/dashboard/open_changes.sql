-- one row per change beyond chance of one huvudman, date, horizon and definition, with Swedish columns
select
    changes.principal as huvudman,
    changes.cutoff_date as matdatum,
    changes.horizon as mot,
    changes.earlier_date as tidigare_matdatum,
    'vantande' as population,
    changes.phase as fas,
    changes.specialty as mvo,
    coalesce(specialties.name, changes.specialty) as mvo_namn,
    changes.administration as forvaltning,
    changes.definition as definition,
    changes.limit_days as grans_dagar,
    changes.denominator as namnare,
    changes.numerator as taljare,
    changes.share as andel,
    changes.earlier_denominator as tidigare_namnare,
    changes.earlier_numerator as tidigare_taljare,
    changes.earlier_share as tidigare_andel,
    changes.difference as skillnad,
    changes.low_95 as skillnad_lag_95,
    changes.high_95 as skillnad_hog_95,
    changes.p_value as p_varde,
    dataset.version as dataversion
from changes
cross join dataset
left join specialties
    on specialties.principal = changes.principal
    and specialties.specialty = changes.specialty
where changes.principal = $principal
    and changes.cutoff_date = $cutoff_date
    and changes.horizon = $horizon
    and changes.definition = $definition
order by fas, mvo, forvaltning, grans_dagar
