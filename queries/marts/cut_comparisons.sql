-- Grain: group at administration level × cut × band of the cut, where both are shown: our figure, theirs, the difference.
create table cut_comparisons as
with cuts as (
    select principal, cutoff_date, population, phase
    from aggregate_cells
    where cut is not null
    group by principal, cutoff_date, population, phase
),

our_cells as (
    select principal, cutoff_date, population, phase, specialty, administration
    from aggregate_cells
    where cut is null and contacts > 0
    group by principal, cutoff_date, population, phase, specialty, administration
    union
    select c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration
    from contact_counts as c
    semi join cuts as k
        on k.principal = c.principal and k.cutoff_date = c.cutoff_date and k.population = c.population
        and k.phase = c.phase
    group by c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration
),

their_cells as (
    select principal, cutoff_date, population, phase, cut, specialty, administration
    from aggregate_cells
    where cut is not null
    group by principal, cutoff_date, population, phase, cut, specialty, administration
),

-- What of ours a group of a cut also tells of: the same, or more of it in one figure; or only undivided, in a margin.
covering as (
    select
        o.principal, o.cutoff_date, o.population, o.phase, k.cut, o.specialty, o.administration,
        coalesce(
            bool_or(t.specialty in ('', o.specialty) and t.administration in ('', o.administration)), false
        ) as is_told,
        coalesce(bool_or(t.specialty = 'Ej fördelat' and t.administration <> 'Ej fördelat'), false)
            as in_all_specialties,
        coalesce(bool_or(t.administration = 'Ej fördelat' and t.specialty <> 'Ej fördelat'), false)
            as in_all_places
    from our_cells as o
    inner join (select distinct principal, cutoff_date, population, phase, cut from their_cells) as k
        on k.principal = o.principal and k.cutoff_date = o.cutoff_date and k.population = o.population
        and k.phase = o.phase
    left join their_cells as t
        on t.principal = o.principal and t.cutoff_date = o.cutoff_date and t.population = o.population
        and t.phase = o.phase and t.cut = k.cut and t.specialty in ('', 'Ej fördelat', o.specialty)
        and t.administration in ('', 'Ej fördelat', o.administration)
    group by o.principal, o.cutoff_date, o.population, o.phase, k.cut, o.specialty, o.administration
),

-- A margin of a cut is only comparable where the cut tells of all that we count in it.
not_whole as (
    select distinct
        c.principal, c.cutoff_date, c.population, c.phase, c.cut, m.margin as specialty, p.administration
    from covering as c
    inner join specialty_margins as m on m.specialty = c.specialty
    cross join unnest([c.administration, 'Alla']) as p (administration)
    where not (
        c.is_told
        or (m.margin = 'Alla' and c.in_all_specialties)
        or (p.administration = 'Alla' and c.in_all_places)
    )
),

in_bands as (
    select principal, cutoff_date, population, phase, cut, specialty, administration, from_days, to_days, contacts
    from aggregate_bands
    where cut is not null
),

with_totals as (
    select * from in_bands
    union all
    select
        principal, cutoff_date, population, phase, cut, specialty, administration,
        0 as from_days, null as to_days, sum(contacts)::bigint as contacts
    from in_bands
    group by principal, cutoff_date, population, phase, cut, specialty, administration
    having count(*) > 1 and min(from_days) = 0 and bool_or(to_days is null)
),

theirs as (
    select t.*
    from with_totals as t
    anti join not_whole as n
        on n.principal = t.principal and n.cutoff_date = t.cutoff_date and n.population = t.population
        and n.phase = t.phase and n.cut = t.cut and n.specialty = t.specialty
        and n.administration = t.administration
    anti join hidden_cut_groups as h
        on h.principal = t.principal || chr(31) || t.cut and h.cutoff_date = t.cutoff_date
        and h.population = t.population and h.phase = t.phase and h.specialty = t.specialty
        and h.administration = t.administration
),

both_shown as (
    select t.*, g.contacts as in_group, g.is_in_bands
    from theirs as t
    inner join group_states as g
        on g.principal = t.principal and g.cutoff_date = t.cutoff_date and g.population = t.population
        and g.phase = t.phase and g.specialty = t.specialty and g.administration = t.administration
    where g.status not in ('saknas', 'dolt')
),

-- A band of theirs that divides one of ours cannot be compared.
of_bands as (
    select
        b.principal, b.cutoff_date, b.population, b.phase, b.cut, b.specialty, b.administration,
        b.from_days, b.to_days, any_value(b.contacts) as theirs,
        coalesce(
            sum(o.contacts) filter (
                where o.from_days >= b.from_days and (b.to_days is null or o.to_days <= b.to_days)
            ), 0
        ) as certain,
        coalesce(sum(o.contacts), 0) as possible
    from both_shown as b
    left join aggregate_groups as o
        on o.cut is null and o.unit is null and o.principal = b.principal and o.cutoff_date = b.cutoff_date
        and o.population = b.population and o.phase = b.phase and o.specialty = b.specialty
        and o.administration = b.administration and o.from_days <= coalesce(b.to_days, 2147483647)
        and coalesce(o.to_days, 2147483647) >= b.from_days
    where b.is_in_bands
    group by
        b.principal, b.cutoff_date, b.population, b.phase, b.cut, b.specialty, b.administration,
        b.from_days, b.to_days
),

of_days as (
    select
        b.principal, b.cutoff_date, b.population, b.phase, b.cut, b.specialty, b.administration,
        b.from_days, b.to_days, any_value(b.contacts) as theirs,
        coalesce(sum(o.contacts), 0) as ours
    from both_shown as b
    left join administration_days as o
        on o.principal = b.principal and o.cutoff_date = b.cutoff_date and o.population = b.population
        and o.phase = b.phase and o.specialty = b.specialty and o.administration = b.administration
        and o.waited_days between b.from_days and coalesce(b.to_days, 2147483647)
    where not b.is_in_bands
    group by
        b.principal, b.cutoff_date, b.population, b.phase, b.cut, b.specialty, b.administration,
        b.from_days, b.to_days
),

compared as (
    select * exclude (certain, possible), certain as ours from of_bands where certain = possible
    union all by name
    select * from of_days
)

select
    c.principal,
    c.cutoff_date,
    c.population,
    c.phase,
    c.specialty,
    c.administration,
    c.from_days,
    c.to_days,
    c.cut,
    c.ours::bigint as ours,
    c.theirs::bigint as theirs,
    (c.theirs - c.ours)::bigint as difference,
    coalesce(abs(c.theirs - c.ours) / nullif(greatest(c.ours, c.theirs), 0), 0)::double as relative,
    100 * abs(c.theirs - c.ours) > greatest(c.ours, c.theirs) as is_disputed,
    if(
        c.administration = 'Alla' and p.missing_administrations is not null,
        'Hos oss saknas ' || p.missing_administrations, null
    ) as note
from compared as c
inner join periods as p
    on p.principal = c.principal and p.population = c.population and p.cutoff_date = c.cutoff_date
where c.ours > 0 or c.theirs > 0
order by
    c.principal, c.cutoff_date, c.population, c.phase, c.specialty, c.administration, c.cut, c.from_days,
    c.to_days nulls last;
