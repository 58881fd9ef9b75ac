-- one row per phase, förvaltning and limit of the specialties: where it stands among those with a base large enough
select
    phase,
    specialty,
    administration,
    limit_days,
    verdict,
    count(*) over whole as judged,
    min(share) over whole as lowest,
    max(share) over whole as highest
from comparisons
where principal = $principal
    and cutoff_date = $cutoff_date
    and population = 'vantande'
    and definition = $definition
    and unit is null
    and list_contains($specialties, specialty)
window whole as (partition by phase, specialty, limit_days)
order by phase, specialty, administration, limit_days
