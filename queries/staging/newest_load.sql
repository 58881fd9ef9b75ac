-- one row: the newest load that brought rows, and the newest that a publication has shown
select
    (select max(load_id) from loads where status in ('loaded', 'replaced')) as loaded,
    (select max(load_id) from publications) as published
