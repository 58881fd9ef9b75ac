-- Grain: principal × date × population × phase × administration ('' = not told apart) that a delivery of bands tells of:
-- whether it tells its specialties and its units apart, and whether some of it is not told by specialty beside them.
create temp table aggregate_delivered as
with figures as (
    select
        *, specialty not in ('', 'Ej fördelat') as is_by_specialty, unit is not null as is_by_unit
    from aggregate_places
    where cut is null
),

-- A delivery that tells of a phase says of all its administrations who is not there; likewise of specialties.
phases as (
    select delivery_id, principal, cutoff_date, population, phase, bool_or(is_by_specialty) as is_by_specialty
    from figures
    group by delivery_id, principal, cutoff_date, population, phase
),

administrations_told as (
    select
        delivery_id, principal, cutoff_date, population, administration,
        bool_or(is_by_specialty) as is_by_specialty, bool_or(is_by_unit) as is_by_unit,
        bool_or(specialty = 'Ej fördelat') as has_rest
    from figures
    group by delivery_id, principal, cutoff_date, population, administration
),

-- An administration all of whose groups of a phase are told to be missing has not delivered it.
silent as (
    select t.principal, t.cutoff_date, t.population, t.phase, t.administration
    from aggregate_tellings as t
    anti join figures as f
        on f.principal = t.principal and f.cutoff_date = t.cutoff_date and f.population = t.population
        and f.phase = t.phase and f.administration = t.administration
    where t.is_missing and t.role = 'figures'
    group by t.principal, t.cutoff_date, t.population, t.phase, t.administration
)

select
    a.principal,
    a.cutoff_date,
    a.population,
    p.phase,
    a.administration,
    bool_or(a.is_by_specialty and p.is_by_specialty) as is_by_specialty,
    bool_or(a.is_by_unit) as is_by_unit,
    bool_or(a.has_rest) as has_rest
from administrations_told as a
inner join phases as p
    on p.delivery_id = a.delivery_id and p.principal = a.principal and p.cutoff_date = a.cutoff_date
    and p.population = a.population
anti join silent as s
    on s.principal = a.principal and s.cutoff_date = a.cutoff_date and s.population = a.population
    and s.phase = p.phase and s.administration = a.administration
group by a.principal, a.cutoff_date, a.population, p.phase, a.administration;
