-- The pages that people looked at most, without what failed.
select path, count(*) as hits, sum(bytes)::ubigint as bytes
from read_parquet('dataset/**/*.parquet', hive_partitioning = true)
where not bot and method = 'GET' and status between 200 and 399
group by path
order by hits desc, path
limit 20;
