-- Grain: source × unit × day × event or state; a copy of the register's own days gives way to what it has now.
create table cross_entries as
with loaded as (
    select
        e.principal, e.administration, e.unit, e.date, e.source, e.number, e.fact, e.is_disturbance, e.event_type,
        e.count, e.colour, e.colour_definition, e.description, e.went_well, e.role, e.registered_at, e.version, e.settles
    from warehouse.cross_entries as e
    where not exists (
        select 1 from registered_days as r
        where r.principal = e.principal and r.administration = e.administration and r.unit = e.unit
            and r.date = e.date and e.source in ('register', 'register (utdrag)')
    )
)

select
    principal, administration, unit, date, source, number, fact, is_disturbance, event_type, count, colour,
    colour_definition, description, went_well, role, registered_at, version, settles
from registered_days
union all by name
from loaded
order by principal, administration, unit, date, source, number;
