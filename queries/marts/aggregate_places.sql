-- Grain: as aggregate_tellings without what is missing: where each is counted. All of one cut may be added; cut null is
-- the figures. What is not told by specialty or by administration has '' there and is counted in the margins only;
-- where others of its date are told apart, it is 'Ej fördelat' so that the margins still equal their parts.
create temp table aggregate_places as
with ranked as (
    select
        *,
        specialty as told_specialty,
        administration as told_administration,
        unit as told_unit,
        cut as told_cut,
        dense_rank() over (
            partition by principal, cutoff_date, population, phase, series, specialty, administration, unit
            order by source
        ) as telling
    from aggregate_tellings
    where not is_missing
),

-- The same group told by two sources is not two groups.
once as (
    select
        t.* exclude (series, telling, cut),
        if(t.telling = 1, t.series, concat_ws(': ', t.series, t.source)) as series,
        t.administration = 'Alla' as is_everywhere,
        r.specialty_group,
        t.specialty in (select specialty_group from specialty_reference) as is_group
    from ranked as t
    left join specialty_reference as r on r.specialty = t.specialty
),

by_specialty as (
    select
        *,
        if(
            specialty = 'Alla',
            if(
                is_everywhere,
                bool_or(specialty <> 'Alla') over of_table,
                bool_or(specialty <> 'Alla') over of_administration
            ),
            false
        ) as is_over_specialties,
        if(
            is_group,
            if(
                is_everywhere,
                bool_or(specialty_group is not null) over of_group,
                bool_or(specialty_group is not null) over of_group_and_administration
            ),
            false
        ) as is_over_group
    from once
    window
        of_table as (partition by principal, cutoff_date, population, phase, series),
        of_administration as (partition by principal, cutoff_date, population, phase, series, administration),
        of_group as (
            partition by principal, cutoff_date, population, phase, series, coalesce(specialty_group, specialty)
        ),
        of_group_and_administration as (
            partition by
                principal, cutoff_date, population, phase, series, administration,
                coalesce(specialty_group, specialty)
        )
),

by_place as (
    select
        *,
        unit is null and bool_or(unit is not null) over of_group as is_over_units,
        is_everywhere and (
            bool_or(not is_everywhere) over of_specialty
            or bool_or(not is_everywhere and (specialty = 'Alla' and not is_over_specialties)) over of_table
            or (specialty = 'Alla' and bool_or(not is_everywhere) over of_table)
        ) as is_over_administrations
    from by_specialty
    window
        of_table as (partition by principal, cutoff_date, population, phase, series),
        of_specialty as (partition by principal, cutoff_date, population, phase, series, specialty),
        of_group as (partition by principal, cutoff_date, population, phase, series, specialty, administration)
),

-- What is the sum of other rows is a series of its own, never added to them.
separate as (
    select
        * exclude (series),
        nullif(
            concat_ws(
                ': ', series,
                'Egen summa över ' || nullif(
                    concat_ws(
                        ' och ',
                        if(is_over_specialties, 'specialiteter', null),
                        if(is_over_group, 'specialiteter i gruppen', null),
                        if(is_over_units, 'enheter', null),
                        if(is_over_administrations, 'förvaltningar', null)
                    ), ''
                )
            ), ''
        ) as cut
    from by_place
),

named as (
    select
        * exclude (specialty, administration, unit),
        case
            when specialty <> 'Alla' then specialty
            when bool_or(specialty <> 'Alla') over of_table then 'Ej fördelat'
            else ''
        end as specialty,
        case
            when not is_everywhere then administration
            when bool_or(not is_everywhere) over of_table then 'Ej fördelat'
            else ''
        end as administration,
        if(unit is null and bool_or(unit is not null) over of_administration, 'Ej fördelat', unit) as unit
    from separate
    window
        of_table as (partition by principal, cutoff_date, population, phase, cut),
        of_administration as (partition by principal, cutoff_date, population, phase, cut, administration)
)

select
    delivery_id,
    source,
    principal,
    cutoff_date,
    population,
    phase,
    role,
    told_cut,
    told_specialty,
    told_administration,
    told_unit,
    cut,
    specialty,
    administration,
    unit,
    contacts
from named;
