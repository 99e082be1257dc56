-- Pages that are slow: half of the requests, 95 and 99 of 100 took at most so many milliseconds.
select path, count(*) as hits, quantile_disc(duration_us, 0.5) / 1000 as p50, quantile_disc(duration_us, 0.95) / 1000 as p95,
       quantile_disc(duration_us, 0.99) / 1000 as p99
from read_parquet('dataset/**/*.parquet', hive_partitioning = true, union_by_name = true)
where duration_us is not null and path is not null
group by path
having count(*) >= 20
order by p95 desc, path
limit 20;
