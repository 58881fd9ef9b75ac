-- one row: how many of a steward's decisions have been tried, and how many the publications have shown
select
    (select count(*) from applied_decisions) as tried,
    (select coalesce(max(decisions), 0) from publications) as shown
