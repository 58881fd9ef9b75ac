-- Grain: group with a yearly rhythm that does not sum to one, or without a calendar year that is shown every month.
with whole_years as (
    select principal, specialty, phase, administration
    from (
        select principal, specialty, phase, administration, count(distinct cutoff_date) as months
        from attainment
        where population = 'genomforda' and definition = 'ingen' and status = 'visas'
            and cutoff_date = last_day(cutoff_date)
        group by principal, specialty, phase, administration, year(cutoff_date)
    )
    where months = 12
),

rhythms as (
    select principal, specialty, phase, administration, count(*) as months, sum(share) as total
    from season_shares
    group by principal, specialty, phase, administration
)

select r.principal, r.specialty, r.phase, r.administration, r.months, r.total
from rhythms as r
left join (select distinct * from whole_years) as w
    on w.principal = r.principal and w.specialty = r.specialty and w.phase = r.phase
    and w.administration = r.administration
where r.months <> 12 or abs(r.total - 1) > 1e-9 or w.principal is null
order by r.principal, r.specialty, r.phase, r.administration;
