-- Grain: principal × unit that the reference says keeps a Green Cross, or that anything is told of; reference values.
create temp table cross_seen_units as
with seen as (
    select principal from contact_counts
    union
    select principal from plan_specialties
    union
    select principal from cross_entries
    union
    select $default_principal::varchar where $default_principal is not null
),

kinds as (
    select s.principal, coalesce(bool_or(r.is_demo), false) as is_demo
    from seen as s
    left join principal_reference as r on r.principal = s.principal
    group by s.principal
),

-- The product's own units are invented and belong to an invented region. Those of the data directory belong to the
-- huvudman of the settings, else to the real ones, else to whichever there is.
homes as (
    select
        principal,
        is_demo,
        case
            when $default_principal is not null then principal = $default_principal
            when (select bool_or(not is_demo) from kinds) then not is_demo
            else true
        end as is_home
    from kinds
),

at_work as (
    select principal, administration from contact_counts
    union
    select principal, administration from cross_entries
),

expected as (
    select h.principal, r.administration, r.unit
    from cross_unit_reference as r
    inner join homes as h on if(r.is_own, h.is_demo, h.is_home)
    where r.cross_from is not null
        and (
            (select count(*) from homes as o where if(r.is_own, o.is_demo, o.is_home)) = 1
            or exists (
                select 1 from at_work as w
                where w.principal = h.principal and w.administration = r.administration
            )
        )
),

every_unit as (
    select principal, administration, unit from expected
    union
    select principal, administration, unit from cross_entries
)

select
    u.principal,
    u.administration,
    u.unit,
    r.hospital,
    r.clinic,
    r.cross_from,
    r.cross_to,
    coalesce(r.opening, 'alla') as opening,
    row_number() over (
        partition by u.principal
        order by coalesce(a.sort_order, 1000), u.administration collate sv, u.unit collate sv, u.administration, u.unit
    )::integer as sort_order
from every_unit as u
left join kinds as k on k.principal = u.principal
left join cross_unit_reference as r
    on r.administration = u.administration and r.unit = u.unit and (k.is_demo or not r.is_own)
left join administration_reference as a on a.administration = u.administration
order by u.principal, sort_order;
