-- Grain: unit and day that a source tells of and that is in no cross.
select distinct e.principal, e.administration, e.unit, e.date
from cross_entries as e
where e.date <= (select published_on from dataset)
    and not exists (
        select 1 from cross_days as d
        where d.principal = e.principal and d.administration = e.administration and d.unit = e.unit
            and d.date = e.date and d.cases != 0 and not d.is_derived
    )
order by e.principal, e.administration, e.unit, e.date;
