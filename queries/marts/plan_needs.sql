-- Grain: principal × year × quarter (null: the whole year) × specialty × phase × administration.
create table needs as
select
    principal,
    year,
    quarter,
    specialty,
    phase,
    administration,
    sum(need)::integer as need,
    sum(capacity)::integer as capacity
from warehouse.needs
group by principal, year, quarter, specialty, phase, administration
order by principal, year, quarter nulls first, specialty, phase, administration;
