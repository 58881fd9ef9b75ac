-- one row per delivery of stale_care × date × population × phase × specialty × administration × unit
insert into care_counts by name
select
    c.delivery_id, c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.unit,
    false as is_purged, count(*) as contacts
from contacts as c
where c.delivery_id in (select s.delivery_id from stale_care as s)
group by
    c.delivery_id, c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.unit
union all
select
    c.delivery_id, c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.unit,
    true as is_purged, sum(c.contacts)::bigint as contacts
from purged_contacts as c
where c.delivery_id in (select s.delivery_id from stale_care as s)
group by
    c.delivery_id, c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.unit
