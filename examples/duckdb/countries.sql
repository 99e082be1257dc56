-- Where people came from (--country-db). Daily visitors: who came on three days counts three times.
select coalesce(country, '(unknown)') as country, count(*) as hits,
       count(distinct (dt, visitor)) filter (visitor is not null) as daily_visitors
from read_parquet('dataset/**/*.parquet', hive_partitioning = true, union_by_name = true)
where bot is not true
group by country
order by hits desc, country;
