{# A table of measures that are not taken twice: of the relation that config `wanted` names, rows that are gone are deleted,
   and the model, which anti-joins itself, adds the new ones. A row is known by the columns of config `key`. When the way of
   measuring changes, the launcher drops the table first. #}
{% materialization measured_once, default %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set key = config.require('key') -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- do run_query('create table if not exists ' ~ target_relation ~ ' ' ~ declared_columns()) -%}
    {%- do delete_unwanted(target_relation, ref(config.require('wanted')), key) -%}
    {%- call statement('main') -%}
        insert into {{ target_relation }} {{ as_declared(sql) }}
    {%- endcall -%}

    {{ return(finished(target_relation)) }}
{% endmaterialization %}


{% macro declared_columns() %}{{ return(adapter.dispatch('declared_columns')()) }}{% endmacro %}
{% macro duckdb__declared_columns() %}{{ get_table_columns_and_constraints() }}{% endmacro %}
{% macro spark__declared_columns() -%}
    (
        {%- for column in model.columns.values() -%}
            {{ adapter.quote(column.name) }} {{ spark_type(column.data_type) }}{{ ', ' if not loop.last }}
        {%- endfor -%}
    ) using parquet {{ spark_buckets() }}
{%- endmacro %}


{% macro delete_unwanted(relation, wanted, key) %}{{ return(adapter.dispatch('delete_unwanted')(relation, wanted, key)) }}{% endmacro %}
{% macro duckdb__delete_unwanted(relation, wanted, key) -%}
    {%- do run_query(
        "delete from " ~ relation ~ " as measured where not exists (select 1 from " ~ wanted ~ " as wanted where "
        ~ same_key(key) ~ ")"
    ) -%}
{%- endmacro %}
{# Parquet files are not changed: where a row must go, those that stay are written anew. #}
{% macro spark__delete_unwanted(relation, wanted, key) -%}
    {%- set kept = working_table('kept') -%}
    {%- set unwanted = "from " ~ relation ~ " as measured anti join " ~ wanted ~ " as wanted on " ~ same_key(key) -%}
    {%- do drop_tables([kept]) -%}
    {%- if run_query("select 1 " ~ unwanted ~ " limit 1") | length > 0 -%}
        {%- do run_query(
            "create table " ~ kept ~ " using parquet " ~ spark_buckets() ~ " as select measured.* from " ~ relation ~ " as measured semi join "
            ~ wanted ~ " as wanted on " ~ same_key(key)
        ) -%}
        {%- do drop_tables([relation]) -%}
        {%- do run_query("alter table " ~ kept ~ " rename to " ~ relation) -%}
    {%- endif -%}
{%- endmacro %}


{% macro same_key(key) -%}
    {% for column in key %}measured.{{ column }} = wanted.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}
{%- endmacro %}
