-- one row per huvudman with a published plan, outcome, need or offer
select principal
from plan_versions
union
select principal
from plan_outcomes
union
select principal
from needs
union
select principal
from capacity_offers
order by principal
