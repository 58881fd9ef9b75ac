-- one row per horizon of one huvudman, date and definition: how many groups were tested, and how many have changed
select
    horizon,
    earlier_date,
    tested,
    flagged,
    specialties_tested,
    specialties_changed
from change_families
where principal = $principal
    and cutoff_date = $cutoff_date
    and definition = $definition
order by earlier_date desc, horizon
