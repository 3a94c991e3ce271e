{# The rows of all shard files in the manifest, read back from disk. #}
{% macro shard_rows() %}{{ return(adapter.dispatch('shard_rows')()) }}{% endmacro %}
{% macro duckdb__shard_rows() -%}
    read_parquet({{ sql_string(var('build_dir') ~ '/shards/*/*.parquet') }}, filename = 'file')
{%- endmacro %}
{% macro spark__shard_rows() %}parquet.`{{ var('build_dir') }}/shards/*/*.parquet`{% endmacro %}


{# One row (path, n_bytes, sha256) per file in the shard folder, path relative to the build folder. #}
{% macro shard_files() %}{{ return(adapter.dispatch('shard_files')()) }}{% endmacro %}
{% macro duckdb__shard_files() -%}
    (
        select
            substr(filename, {{ var('build_dir') | length + 2 }}) as path,
            size as n_bytes,
            sha256(content) as sha256
        from read_blob({{ sql_string(var('build_dir') ~ '/shards/*/*.parquet') }})
    )
{%- endmacro %}
{% macro spark__shard_files() -%}
    (
        select
            substring_index(path, '/', -3) as path,
            length as n_bytes,
            sha2(content, 256) as sha256
        from binaryFile.`{{ var('build_dir') }}/shards/*/*.parquet`
    )
{%- endmacro %}


{# One row (source_id, n_records) per source of acquisition's manifest. #}
{% macro acquired_sources() %}{{ return(adapter.dispatch('acquired_sources')()) }}{% endmacro %}
{% macro duckdb__acquired_sources() -%}
    (
        select
            s.source_id,
            cast(json_extract_string(sources, '$.' || s.source_id || '.records') as bigint) as n_records
        from (
            select json_extract(content, '$.sources') as sources
            from read_text({{ sql_string(var('raw_dir') ~ '/manifest.json') }})
        ) as manifest
        cross join unnest(json_keys(sources)) as s(source_id)
    )
{%- endmacro %}
{% macro spark__acquired_sources() -%}
    (
        select s.source_id, s.source.records as n_records
        from (
            select from_json(concat_ws(' ', collect_list(value)), 'sources map<string, struct<records bigint>>') as manifest
            from text.`{{ var('raw_dir') }}/manifest.json`
        ) as files
        cross join lateral explode(files.manifest.sources) as s(source_id, source)
    )
{%- endmacro %}
