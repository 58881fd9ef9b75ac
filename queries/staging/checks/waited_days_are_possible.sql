-- one row per contact whose days waited are not the days between its dates
select delivery_id, record, population, waited_days, decision_date, start_date, cutoff_date
from contacts
where waited_days < 0
    or waited_days <> case
        when population = 'vantande' then cutoff_date - decision_date else start_date - decision_date
    end
order by delivery_id, record
