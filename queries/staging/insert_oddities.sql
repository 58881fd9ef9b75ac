-- one row per delivery of $deliveries ($first is their lowest) and measure: accepted contacts, possible and yet odd
insert into delivery_oddities by name
with counted as (
    select
        d.delivery_id,
        count(*) filter (where c.waited_days > $longest) as lang_vantan,
        count(*) filter (where c.deviation = 1 and not c.care_guarantee) as pvv_utan_garanti,
        count(*) filter (where c.deviation in (2, 3) and not c.care_guarantee) as mov_utan_garanti,
        count(*) filter (
            where c.deviation = 1 and list_contains($phases, c.phase::integer) and c.waited_days <= $chosen_after
        ) as pvv_inom_grans
    from deliveries as d
    inner join contacts as c on c.delivery_id = d.delivery_id
    where d.delivery_id in (select unnest($deliveries::integer[])) and c.delivery_id >= $first
    group by d.delivery_id
)

select
    delivery_id,
    measure,
    case measure when 'lang_vantan' then $longest when 'pvv_inom_grans' then $chosen_after end as threshold_days,
    rows
from counted
unpivot (rows for measure in (lang_vantan, pvv_utan_garanti, mov_utan_garanti, pvv_inom_grans))
