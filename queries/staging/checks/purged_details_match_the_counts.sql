-- one row per delivery and date whose purged days of decision or categories are not its purged contacts; none at all is
-- no fault, since what was purged before they were kept has none
with counts as (
    select
        delivery_id,
        cutoff_date,
        sum(contacts) as contacts,
        sum(if(population = 'genomforda', contacts, 0)) as completed
    from purged_contacts
    group by delivery_id, cutoff_date
),

completions as (
    select delivery_id, cutoff_date, sum(contacts) as decided
    from purged_completions
    group by delivery_id, cutoff_date
),

categories as (
    select
        delivery_id,
        cutoff_date,
        coalesce(sum(contacts) filter (where sex is not null), 0) as by_sex,
        coalesce(sum(contacts) filter (where youngest is not null), 0) as by_age,
        coalesce(sum(contacts) filter (where municipality is not null), 0) as by_municipality,
        sum(contacts) as by_any
    from purged_categories
    group by delivery_id, cutoff_date
)

select
    delivery_id,
    cutoff_date,
    coalesce(c.contacts, 0) as contacts,
    coalesce(c.completed, 0) as completed,
    d.decided,
    k.by_sex,
    k.by_age,
    k.by_municipality,
    k.by_any
from counts as c
full join completions as d using (delivery_id, cutoff_date)
full join categories as k using (delivery_id, cutoff_date)
where d.decided <> coalesce(c.completed, 0)
    or k.by_sex <> coalesce(c.contacts, 0)
    or k.by_age <> coalesce(c.contacts, 0)
    or k.by_municipality <> coalesce(c.contacts, 0)
    or k.by_any <> 3 * coalesce(c.contacts, 0)
order by delivery_id, cutoff_date
