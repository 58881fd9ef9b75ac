-- Grain: principal × date × population × phase × specialty × dimension × category × guarantee × deviation × days × target met.
create temp table category_counts as
with described as (
    select
        principal,
        cutoff_date,
        population,
        phase,
        specialty,
        care_guarantee,
        deviation,
        waited_days,
        -- A patient still waiting has kept the target as long as the target date is not past.
        case
            when phase = $follow_up_phase and population = 'vantande' then target_date >= cutoff_date
            when phase = $follow_up_phase then start_date <= target_date
        end as target_met,
        coalesce(sex, 0)::varchar as sex,
        -- Only the year of birth is delivered: age is the year of the cut-off less the year of birth.
        case
            when year(cutoff_date) - birth_year::integer >= 80 then '80'
            when year(cutoff_date) - birth_year::integer >= 65 then '65'
            when year(cutoff_date) - birth_year::integer >= 18 then '18'
            when year(cutoff_date) - birth_year::integer >= 0 then '0'
            else ''
        end as youngest,
        coalesce(left(municipality, 4), '') as municipality,
        1 as contacts
    from warehouse.contacts as c
    semi join building as b on b.principal = c.principal and b.cutoff_date = c.cutoff_date
    union all
    -- Purged rows tell of one dimension at a time.
    select
        principal, cutoff_date, population, phase, specialty, care_guarantee, deviation, waited_days, target_met,
        sex, youngest, municipality, contacts
    from warehouse.purged_categories as c
    semi join building as b on b.principal = c.principal and b.cutoff_date = c.cutoff_date
    union all
    -- Purged before sex, age and residence were kept: not known.
    select
        p.principal, p.cutoff_date, p.population, p.phase, p.specialty, p.care_guarantee, p.deviation, p.waited_days,
        p.target_met, '0' as sex, '' as youngest, '' as municipality, p.contacts
    from warehouse.purged_contacts as p
    semi join building as b on b.principal = p.principal and b.cutoff_date = p.cutoff_date
    anti join warehouse.purged_categories as c on c.delivery_id = p.delivery_id
),

named as (
    select
        d.* exclude (sex, youngest, municipality),
        case d.sex when '1' then 'man' when '2' then 'kvinna' else if(d.sex is null, null, 'okant') end as sex,
        case d.youngest
            when '0' then '0-17' when '18' then '18-64' when '65' then '65-79' when '80' then '80-'
            else if(d.youngest is null, null, 'okand')
        end as age,
        case
            when d.municipality is null then null
            -- 0000: the national delivery's own word for not known
            when d.municipality in ('', '0000') or d.principal not in (select a.principal from area_reference as a)
                then 'okant'
            else coalesce(r.area, 'annan_region')
        end as residence
    from described as d
    left join area_reference as r on r.principal = d.principal and r.municipality = d.municipality
)

select
    principal,
    cutoff_date,
    population,
    phase,
    specialty,
    case when grouping(sex) = 0 then 'kon' when grouping(age) = 0 then 'alder' else 'boende' end as dimension,
    coalesce(sex, age, residence) as category,
    care_guarantee,
    deviation,
    waited_days,
    target_met,
    sum(contacts)::bigint as contacts
from named
group by grouping sets (
    (
        principal, cutoff_date, population, phase, specialty, care_guarantee, deviation, waited_days, target_met, sex
    ),
    (
        principal, cutoff_date, population, phase, specialty, care_guarantee, deviation, waited_days, target_met, age
    ),
    (
        principal, cutoff_date, population, phase, specialty, care_guarantee, deviation, waited_days, target_met,
        residence
    )
)
having category is not null;
