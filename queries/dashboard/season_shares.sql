-- one row per specialty, phase, förvaltning ('Alla' too) and month of the year of one huvudman, where enough is shown
select
    specialty,
    phase,
    administration,
    month_of_year,
    share
from season_shares
where principal = $principal
order by specialty, phase, administration, month_of_year
