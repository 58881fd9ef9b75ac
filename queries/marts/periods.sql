-- Grain: principal × population × month from the first to the last loaded: was it delivered, by which administrations.
create table periods as
with delivered as (
    select principal, population, cutoff_date, administration
    from care
    group by principal, population, cutoff_date, administration
),

-- Who is not told apart is expected of nobody.
expected as (
    select principal, population, administration
    from delivered
    where administration not in ('', 'Ej fördelat')
    group by principal, population, administration
),

span as (
    select principal, population, min(cutoff_date) as first_date, max(cutoff_date) as last_date
    from delivered
    group by principal, population
),

every_month as (
    select
        principal,
        population,
        unnest(
            list_transform(
                generate_series(0, datediff('month', first_date, last_date)),
                lambda n: last_day((date_trunc('month', first_date) + n * interval 1 month)::date)
            )
        ) as cutoff_date
    from span
),

delivered_dates as (
    select principal, population, cutoff_date, last_day(cutoff_date) as month_end
    from delivered
    group by principal, population, cutoff_date
),

-- A month without any delivery inside the span is a gap that is shown, not left out.
dates as (
    select m.principal, m.population, m.cutoff_date, false as is_delivered
    from every_month as m
    anti join delivered_dates as d
        on d.principal = m.principal and d.population = m.population and d.month_end = m.cutoff_date
    union all
    select principal, population, cutoff_date, true
    from delivered_dates
),

loaded as (
    select c.principal, c.population, c.cutoff_date, max(l.loaded_at) as loaded_at
    from delivery_principals as c
    inner join warehouse.deliveries as d on d.delivery_id = c.delivery_id
    inner join warehouse.loads as l on l.load_id = d.load_id
    group by c.principal, c.population, c.cutoff_date
)

select
    dates.principal,
    dates.population,
    dates.cutoff_date,
    bool_or(dates.is_delivered) as is_delivered,
    max(loaded.loaded_at) as loaded_at,
    count(expected.administration)::integer as administrations_expected,
    count(delivered.administration)::integer as administrations_delivered,
    string_agg(expected.administration, ', ' order by coalesce(r.sort_order, 1000), expected.administration)
        filter (where delivered.administration is null) as missing_administrations
from dates
left join expected on expected.principal = dates.principal and expected.population = dates.population
left join delivered
    on delivered.principal = dates.principal and delivered.population = dates.population
    and delivered.cutoff_date = dates.cutoff_date and delivered.administration = expected.administration
left join loaded
    on loaded.principal = dates.principal and loaded.population = dates.population
    and loaded.cutoff_date = dates.cutoff_date
left join administration_reference as r on r.administration = expected.administration
group by dates.principal, dates.population, dates.cutoff_date
order by dates.principal, dates.population, dates.cutoff_date;
