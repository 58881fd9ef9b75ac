-- Grain: principal × administration that has a contact, a need or a cross, Alla last, before it what is not told apart.
create table administrations as
with seen as (
    select principal, administration from care where contacts > 0 and administration <> ''
    union
    select principal, administration from needs
    union
    select principal, administration from cross_units
    union
    select principal, 'Alla' from care
)

select
    s.principal,
    s.administration,
    coalesce(r.name, if(s.administration = 'Alla', 'Regionen', s.administration)) as name,
    case s.administration
        when 'Alla' then 10000
        when 'Ej fördelat' then 9999
        else coalesce(r.sort_order, 1000)
    end::integer as sort_order
from seen as s
left join administration_reference as r on r.administration = s.administration
order by s.principal, sort_order, s.administration;
