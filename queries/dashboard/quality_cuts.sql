-- one row per group and band that two cuts of the same truth tell of at one date: ours, theirs and the difference
select
    phase,
    specialty,
    administration,
    from_days,
    to_days,
    cut,
    ours,
    theirs,
    difference,
    relative,
    is_disputed,
    note
from cut_comparisons
where principal = $principal
    and population = $population
    and cutoff_date = $cutoff_date
order by
    is_disputed desc,
    abs(difference) desc nulls last,
    cut,
    phase nulls first,
    specialty,
    administration,
    from_days nulls first
