-- one row per year of one huvudman with needs
select
    year,
    count(*)::integer as needs
from needs
where principal = $principal
group by year
order by year
