-- Grain: source × kind × population × period whose number of accepted rows could tell a hidden group.
create temp table quality_telling as
with in_force as (
    select delivery_id, principal, source, kind, population, period
    from quality_deliveries
    where replaced_by is null and accepted > 0 and principal is not null and population is not null
        and period is not null
),

units as (
    select distinct delivery_id, principal, administration, unit from care
),

places as (
    select
        f.delivery_id, f.principal, f.population, f.period, p.administration, p.unit,
        count(distinct f.delivery_id) over (partition by f.principal, f.population, f.period, p.administration)
            as sharing_administration,
        count(distinct f.delivery_id) over (partition by f.principal, f.population, f.period, p.administration, p.unit)
            as sharing_unit
    from in_force as f
    inner join units as p on p.delivery_id = f.delivery_id and p.principal = f.principal
),

-- A number of rows tells nothing new where it is the sum of groups that are all shown: those of the whole huvudman,
-- of whole förvaltningar, or of whole units. Where none of these is known to hold, any hidden group may be told.
shared as (
    select
        delivery_id, principal,
        max(sharing_administration) as of_administration,
        max(sharing_unit) as of_unit,
        bool_or(administration = '') as is_nowhere
    from places
    group by delivery_id, principal
),

scopes as (
    select
        f.delivery_id, f.principal, f.population, f.period,
        case
            when count(*) over (partition by f.principal, f.population, f.period) = 1 then 'Alla'
            when s.is_nowhere then 'unknown'
            when s.of_administration = 1 then 'administration'
            when s.of_unit = 1 then 'unit'
            else 'unknown'
        end as scope
    from in_force as f
    left join shared as s on s.delivery_id = f.delivery_id and s.principal = f.principal
),

hidden as (
    select distinct principal, population, cutoff_date, specialty, administration, null::varchar as unit
    from attainment
    where status = 'dolt'
    union all
    select distinct principal, population, cutoff_date, specialty, administration, unit
    from attainment_unit
    where status = 'dolt'
),

found as (
    select s.delivery_id
    from scopes as s
    inner join hidden as h
        on h.principal = s.principal and h.population = s.population and h.cutoff_date = s.period
    where s.scope = 'unknown'
        or (s.scope = 'Alla' and h.specialty = 'Alla' and h.administration = 'Alla' and h.unit is null)
    union
    select s.delivery_id
    from scopes as s
    inner join places as p on p.delivery_id = s.delivery_id and p.principal = s.principal
    inner join hidden as h
        on h.principal = s.principal and h.population = s.population and h.cutoff_date = s.period
        and h.specialty = 'Alla' and h.administration = p.administration
    where (s.scope = 'administration' and h.unit is null) or (s.scope = 'unit' and h.unit = p.unit)
)

select distinct d.source, d.kind, d.population, d.period
from quality_deliveries as d
inner join found on found.delivery_id = d.delivery_id;
