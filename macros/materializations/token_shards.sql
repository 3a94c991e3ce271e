{# Writes one Parquet file per row (shard_id, split, shard_index, n_sequences, n_tokens) of the model and leaves the manifest
   of the files as its table. A file is the sequences of its shard in order, written by one COPY to a temporary name and
   renamed when whole, so that no half shard is ever seen and the bytes do not depend on the number of threads. #}
{% materialization token_shards, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set folder = var('build_dir') ~ '/' -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- set plan = run_query("select shard_id, split, shard_index from (" ~ sql ~ ") as plan order by split, shard_index") -%}
    {%- if plan | length == 0 -%}
        {{ exceptions.raise_compiler_error("there is nothing to export: no document is in the mix") }}
    {%- endif -%}
    {%- for shard in plan -%}
        {%- call statement('write_' ~ loop.index) -%}
            copy (
                select sequence_id, token_ids, segments
                from {{ ref('packed_sequences') }}
                where split = {{ sql_string(shard['split']) }} and shard_index = {{ shard['shard_index'] }}
                order by sequence_id
            ) to {{ sql_string(folder ~ shard_path(shard)) }} (
                format parquet, compression zstd, row_group_size 4096, use_tmp_file true
            )
        {%- endcall -%}
    {%- endfor -%}

    {%- call statement('main') -%}
        create or replace table {{ target_relation }} as
        select
            plan.shard_id,
            plan.split,
            plan.shard_index,
            files.path,
            plan.n_sequences,
            plan.n_tokens,
            files.n_bytes,
            files.sha256
        from ({{ sql }}) as plan
        inner join (
            {%- for shard in plan %}
            select
                {{ sql_string(shard['shard_id']) }} as shard_id,
                {{ sql_string(shard_path(shard)) }} as path,
                size as n_bytes,
                sha256(content) as sha256
            from read_blob({{ sql_string(folder ~ shard_path(shard)) }})
            {{ 'union all' if not loop.last }}
            {%- endfor %}
        ) as files using (shard_id)
        order by plan.shard_id
    {%- endcall -%}

    {{ return(finished(target_relation)) }}
{% endmaterialization %}


{# Each shard is one partition of the sequences, which a table function writes where the partition lies. #}
{% materialization token_shards, adapter='spark' %}
    {%- set target_relation = this.incorporate(type='table') -%}

    {{ run_hooks(pre_hooks) }}

    {%- if run_query("select 1 from (" ~ sql ~ ") as plan limit 1") | length == 0 -%}
        {{ exceptions.raise_compiler_error("there is nothing to export: no document is in the mix") }}
    {%- endif -%}
    {%- call statement('main') -%}
        {%- set path -%}
            'shards/' || plan.split || '/' || plan.shard_id || '.parquet'
        {%- endset -%}
        {{ replacing(target_relation) }}
        with plan as (
            {{ sql }}
        ),

        sequences as (
            select /*+ broadcast(plan) */ {{ path }} as path, sequences.sequence_id, sequences.token_ids, sequences.segments
            from {{ ref('packed_sequences') }} as sequences
            inner join plan on sequences.split = plan.split and sequences.shard_index = plan.shard_index
        ),

        files as (
            select *
            from mp_write_shards({{ sql_string(var('build_dir')) }}, table(sequences) partition by path order by sequence_id)
        ),

        written as (
            select plan.*, files.path, files.n_bytes, files.sha256
            from plan
            inner join files on {{ path }} = files.path
        )

        {{ as_declared('select * from written') }}
    {%- endcall -%}

    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{% macro shard_path(shard) %}{{ return('shards/' ~ shard['split'] ~ '/' ~ shard['shard_id'] ~ '.parquet') }}{% endmacro %}
