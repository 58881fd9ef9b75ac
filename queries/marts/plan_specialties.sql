-- Grain: principal × specialty that a plan, an outcome, a need or an offer names.
create temp table plan_specialties as
select principal, specialty from plan_versions
union
select principal, specialty from plan_outcomes
union
select principal, specialty from needs
union
select principal, specialty from capacity_offers;
