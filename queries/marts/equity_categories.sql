-- Grain: principal × dimension × category, in the order they are shown; a principal without areas has residence unknown.
create table equity_categories as
with known as (
    select *
    from (
        values
        ('kon', 'kvinna', 'Kvinnor', 0),
        ('kon', 'man', 'Män', 1),
        ('kon', 'okant', 'Okänt kön', 2),
        ('alder', '0-17', '0–17 år', 0),
        ('alder', '18-64', '18–64 år', 1),
        ('alder', '65-79', '65–79 år', 2),
        ('alder', '80-', '80 år och äldre', 3),
        ('alder', 'okand', 'Okänd ålder', 4),
        ('boende', 'okant', 'Okänd bostadsort', 1000)
    ) as categories (dimension, category, name, sort_order)
),

seen as (
    select principal from care where not is_in_bands group by principal
),

areas as (
    select r.principal, r.area, min(r.sort_order) as sort_order
    from area_reference as r
    inner join seen as s on s.principal = r.principal
    group by r.principal, r.area
)

select s.principal, k.dimension, k.category, k.name, k.sort_order::integer as sort_order
from seen as s
cross join known as k
union all
select principal, 'boende', area, area, sort_order from areas
union all
select principal, 'boende', 'annan_region', 'Annan region', 999 from areas group by principal
order by principal, dimension, sort_order;
