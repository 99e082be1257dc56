-- Distinct visitors of each day. They may not be counted over several days: a visitor is another one every day.
select dt as day, count(distinct visitor) as visitors, count(*) filter (visitor is null) as hits_of_unknown
from read_parquet('dataset/**/*.parquet', hive_partitioning = true, union_by_name = true)
where bot is not true
group by day
order by day;
