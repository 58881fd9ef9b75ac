-- The deliveries whose number of accepted rows would tell a hidden group have none in `loads` either.
update loads
set records = null, accepted = null
from quality_telling as t
where t.source = loads.source and t.kind = loads.kind and strftime(t.period, '%Y-%m-%d') = loads.period
    and loads.delivery_id in (
        select d.delivery_id from quality_deliveries as d
        where d.source = t.source and d.kind = t.kind and d.population = t.population and d.period = t.period
    );
