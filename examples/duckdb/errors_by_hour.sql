-- What failed in each hour (UTC): 4xx is what clients asked wrongly, 5xx is what the server could not do.
select date_trunc('hour', make_timestamp(epoch_us(time))) as hour, count(*) as hits,
       count(*) filter (status between 400 and 499) as client_errors,
       count(*) filter (status between 500 and 599) as server_errors
from read_parquet('dataset/**/*.parquet', hive_partitioning = true, union_by_name = true)
where time is not null
group by hour
order by hour;
