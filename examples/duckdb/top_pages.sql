-- The pages that people looked at most, without what failed.
select path, count(*) as hits, sum(bytes)::ubigint as bytes
from read_parquet('dataset/**/*.parquet', hive_partitioning = true, union_by_name = true)
where bot is not true and method = 'GET' and status between 200 and 399
group by path
order by hits desc, path
limit 20;
