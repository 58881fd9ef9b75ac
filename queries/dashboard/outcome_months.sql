-- one row per month of one huvudman that an outcome is loaded for, and who has reported it
select
    month,
    from_senders,
    from_receivers
from outcome_months
where principal = $principal
order by month
