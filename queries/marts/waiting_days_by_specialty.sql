-- Grain: group at administration level that is shown × days waited; sorted for one specialty over time.
create table waiting_days_by_specialty as
select
    d.principal,
    d.cutoff_date,
    d.population,
    d.phase,
    d.specialty,
    d.administration,
    d.waited_days,
    d.contacts::integer as contacts
from administration_days as d
anti join hidden_groups as h
    on h.principal = d.principal and h.cutoff_date = d.cutoff_date and h.population = d.population
    and h.phase = d.phase and h.specialty = d.specialty and h.administration = d.administration and h.unit is null
order by
    d.principal, d.specialty, d.population, d.phase, d.administration, d.cutoff_date, d.waited_days;
