{# What dbt-spark does of its own, done so that a table of Parquet files has the columns and types that the YAML declares. #}
{% macro spark__create_table_as(temporary, relation, compiled_code, language='sql') -%}
    {%- if temporary -%}
        {{ create_temporary_view(relation, compiled_code) }}
    {%- else -%}
        create table {{ relation }} using parquet {{ spark_buckets() }} as {{ as_declared(compiled_code) }}
    {%- endif -%}
{%- endmacro %}


{# the rows of a query with the columns of the model's YAML, in their order #}
{% macro as_declared(query) %}{{ return(adapter.dispatch('as_declared')(query)) }}{% endmacro %}
{% macro duckdb__as_declared(query) %}{{ get_assert_columns_equivalent(query) }}{{ get_select_subquery(query) }}{% endmacro %}
{% macro spark__as_declared(query) -%}
    select
        {% for column in model.columns.values() -%}
            cast({{ adapter.quote(column.name) }} as {{ spark_type(column.data_type) }}) as {{ adapter.quote(column.name) }}
            {{- ', ' if not loop.last }}
        {% endfor %}
    from (
        {{ query }}
    ) as declared
    {% if spark_buckets() and model.sources %}distribute by doc_id{% endif %}
{%- endmacro %}


{# Texts and token ids of documents lie in buckets by document, so that what meets them there is brought to them and they
   do not move. They are brought there as they arrive from files; whoever reads a bucket writes to that bucket. #}
{% macro spark_buckets() -%}
    {%- if 'doc_id' in model.columns and ('text' in model.columns or 'token_ids' in model.columns) -%}
        clustered by (doc_id) into {{ env_var('SPARK_SHUFFLE_PARTITIONS', '4') }} buckets
    {%- endif -%}
{%- endmacro %}


{# Spark's name of a type as the YAML has it: struct(a integer)[] is array<struct<a int>> #}
{% macro spark_type(type) -%}
    {%- set state = namespace(type=type | lower | replace('varchar', 'string') | replace('integer', 'int') | replace('"', '`')) -%}
    {%- set state.type = modules.re.sub('struct[(]([^()]*)[)]', 'struct<\\1>', state.type) -%}
    {%- set state.type = modules.re.sub('^(.*)\\[\\]$', 'array<\\1>', state.type) -%}
    {{ return(state.type) }}
{%- endmacro %}


{# A seed's rows as literals: dbt-spark's own way breaks on a quote and makes the text None of an empty cell. #}
{% macro spark__create_csv_table(model, agate_table) -%}
    {%- set types = model['config'].get('column_types', {}) -%}
    {%- set sql -%}
        create table {{ this }} (
            {%- for column in agate_table.column_names -%}
                {{ adapter.quote(column) }} {{ spark_type(types.get(column, adapter.convert_type(agate_table, loop.index0))) }}
                {{- ', ' if not loop.last }}
            {%- endfor -%}
        ) using parquet
    {%- endset -%}
    {%- call statement('_') -%}{{ sql }}{%- endcall -%}
    {{ return(sql) }}
{%- endmacro %}


{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set types = model['config'].get('column_types', {}) -%}
    {%- set sql -%}
        insert into {{ this }}
        {% for row in agate_table.rows %}
        {{ 'values' if loop.first }} (
            {%- for column in agate_table.column_names -%}
                {%- set type = spark_type(types.get(column, adapter.convert_type(agate_table, loop.index0))) -%}
                cast({{ 'null' if row[loop.index0] is none else sql_string(row[loop.index0]) }} as {{ type }})
                {{- ', ' if not loop.last }}
            {%- endfor -%}
        ){{ ', ' if not loop.last }}
        {%- endfor -%}
    {%- endset -%}
    {%- if agate_table.rows -%}{%- do adapter.add_query(sql, abridge_sql_log=True) -%}{%- endif -%}
    {{ return(sql) }}
{%- endmacro %}
