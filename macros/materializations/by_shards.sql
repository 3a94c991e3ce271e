{# A table that is filled by as many shards at a time as memory allows, since DuckDB keeps the lists that it aggregates in
   memory. Config `shards` names the relation with the split, the shard_index and the n_tokens of what the model reads; the
   model has the first two for columns. #}
{% materialization by_shards, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set bytes_per_token = 32 -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- set batches = run_query(
        "select split, min(shard_index) as first_shard, max(shard_index) as last_shard from ("
        ~ "select split, shard_index, sum(sum(n_tokens)) over (partition by split order by shard_index) // greatest("
        ~ "parse_formatted_bytes(current_setting('memory_limit')) // " ~ bytes_per_token ~ ", 1) as batch from "
        ~ ref(config.require('shards')) ~ " group by split, shard_index) as numbered "
        ~ "group by split, batch order by split, batch"
    ) -%}
    {%- do drop_tables([target_relation]) -%}
    {%- call statement('main') -%}
        create table {{ target_relation }} {{ declared_columns() }}
    {%- endcall -%}
    {%- for batch in batches -%}
        {%- do run_query("insert into " ~ target_relation ~ " " ~ as_declared(
            "select * from (" ~ sql ~ ") as packed where split = " ~ sql_string(batch['split'])
            ~ " and shard_index between " ~ batch['first_shard'] ~ " and " ~ batch['last_shard']
        )) -%}
    {%- endfor -%}

    {{ return(finished(target_relation)) }}
{% endmaterialization %}
