-- Which sites sent people here.
select referrer_kind, referrer, count(*) as hits
from read_parquet('dataset/**/*.parquet', hive_partitioning = true, union_by_name = true)
where bot is not true and referrer_kind not in ('direct', 'internal')
group by referrer_kind, referrer
order by hits desc, referrer_kind, referrer
limit 20;
