-- Which languages people asked for, where the log has Accept-Language.
select coalesce(language, '(unknown)') as language, count(*) as hits,
       round(100.0 * count(*) / sum(count(*)) over (), 1) as percent
from read_parquet('dataset/**/*.parquet', hive_partitioning = true, union_by_name = true)
where bot is not true
group by language
order by hits desc, language;
