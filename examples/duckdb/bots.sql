-- How many hits of a day were of crawlers and other programs.
select dt as day, count(*) filter (bot) as bots, count(*) filter (bot is not true) as people,
       round(100.0 * count(*) filter (bot) / count(*), 1) as bots_percent
from read_parquet('dataset/**/*.parquet', hive_partitioning = true, union_by_name = true)
group by day
order by day;
