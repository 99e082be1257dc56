-- Which devices people used, of all hits.
select device, count(*) as hits, round(100.0 * count(*) / sum(count(*)) over (), 1) as percent
from read_parquet('dataset/**/*.parquet', hive_partitioning = true, union_by_name = true)
where bot is not true
group by device
order by hits desc, device;
