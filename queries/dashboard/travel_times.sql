-- one row per ordered pair of areas
select
    from_area,
    to_area,
    minutes
from travel_times
order by from_area, to_area
