-- Grain: principal × month's end × phase × specialty × administration: what the queue was, got, lost and became.
-- Nothing here tells more of a hidden group than the groups' own tables and the kinds they are hidden by (is_new): the
-- counts that add up over margins are known from there; what left and what is unexplained do not add up, and bound only
-- such sums of a line's hidden groups as its margin already gives.
create table flows as
-- No balance can be drawn up of counts in bands.
with states as (
    select * from group_states where not is_in_bands
),

groups as (
    select
        principal, cutoff_date, last_day(date_trunc('month', cutoff_date)::date - 1) as month_before, phase, specialty,
        administration
    from states
    where cutoff_date = last_day(cutoff_date) and phase <> $emergency_phase
    group by principal, cutoff_date, phase, specialty, administration
),

-- A balance needs the queue before, the queue now and what was done; a month that was never delivered has no row.
with_states as (
    select
        g.principal, g.cutoff_date, g.phase, g.specialty, g.administration,
        coalesce(o.status, 'saknas') as opening_status,
        coalesce(c.status, 'saknas') as closing_status,
        coalesce(d.status, 'saknas') as completed_status,
        coalesce(d.contacts, 0) as completed
    from groups as g
    left join states as o
        on o.principal = g.principal and o.cutoff_date = g.month_before and o.population = 'vantande'
        and o.phase = g.phase and o.specialty = g.specialty and o.administration = g.administration
    left join states as c
        on c.principal = g.principal and c.cutoff_date = g.cutoff_date and c.population = 'vantande'
        and c.phase = g.phase and c.specialty = g.specialty and c.administration = g.administration
    left join states as d
        on d.principal = g.principal and d.cutoff_date = g.cutoff_date and d.population = 'genomforda'
        and d.phase = g.phase and d.specialty = g.specialty and d.administration = g.administration
),

delivered as (
    select
        *,
        opening_status <> 'saknas' and closing_status <> 'saknas' and completed_status <> 'saknas' as is_whole,
        opening_status = 'saknas' and closing_status = 'saknas' and completed_status = 'saknas' as is_absent
    from with_states
),

-- Alla: an administration that delivered some of the three but not all would look like a queue come or gone.
not_comparable as (
    select principal, cutoff_date, phase, specialty
    from delivered
    where administration <> 'Alla'
    group by principal, cutoff_date, phase, specialty
    having bool_or(not is_whole and not is_absent) or not bool_or(is_whole)
),

balanced as (
    select
        s.principal, s.cutoff_date, s.phase, s.specialty, s.administration,
        coalesce(q.opening, 0) as opening,
        coalesce(q.inflow, 0) as inflow,
        coalesce(q.completed, 0) as completed,
        coalesce(q.other_removals, 0) as other_removals,
        coalesce(q.unexplained, 0) as unexplained,
        coalesce(q.closing, 0) as closing,
        case
            when not s.is_whole or (s.administration = 'Alla' and n.principal is not null) then 'saknas'
            when 'dolt' in (s.opening_status, s.closing_status, s.completed_status) then 'dolt'
            -- Purged before the days of decision were kept.
            when coalesce(q.completed, 0) <> s.completed then 'saknas'
            else 'visas'
        end as status
    from delivered as s
    left join queue_months as q
        on q.principal = s.principal and q.cutoff_date = s.cutoff_date and q.phase = s.phase
        and q.specialty = s.specialty and q.administration = s.administration
    left join not_comparable as n
        on n.principal = s.principal and n.cutoff_date = s.cutoff_date and n.phase = s.phase
        and n.specialty = s.specialty
)

select
    principal,
    cutoff_date,
    phase,
    specialty,
    administration,
    if(status = 'visas', opening, null)::integer as opening,
    if(status = 'visas', inflow, null)::integer as inflow,
    if(status = 'visas', completed, null)::integer as completed,
    if(status = 'visas', other_removals, null)::integer as other_removals,
    if(status = 'visas', unexplained, null)::integer as unexplained,
    if(status = 'visas', closing, null)::integer as closing,
    status
from balanced
order by principal, phase, cutoff_date, specialty, administration;
