-- Which browsers people used, week by week (from Monday on), of all hits of the week.
select date_trunc('week', dt)::date as week, coalesce(browser, '(none)') as browser, count(*) as hits,
       round(100.0 * count(*) / sum(count(*)) over (partition by date_trunc('week', dt)), 1) as percent
from read_parquet('dataset/**/*.parquet', hive_partitioning = true, union_by_name = true)
where bot is not true
group by date_trunc('week', dt), browser
order by week, hits desc, browser;
