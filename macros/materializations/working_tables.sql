{# Tables that a materialisation fills and drops again, named after the model. #}
{% macro working_table(suffix) %}
    {{ return(this.incorporate(path={'identifier': this.identifier ~ '__' ~ suffix}, type='table')) }}
{% endmacro %}


{% macro replace_table(relation, query) %}
    {% do drop_tables([relation]) %}
    {% do run_query("create table " ~ relation ~ " as " ~ query) %}
{% endmacro %}


{# `call statement('main')` of what this begins and a query ends leaves the query's rows as the model's table #}
{% macro replacing(relation) %}{{ return(adapter.dispatch('replacing')(relation)) }}{% endmacro %}
{% macro duckdb__replacing(relation) %}create or replace table {{ relation }} as{% endmacro %}
{% macro spark__replacing(relation) -%}
    {%- do drop_tables([relation]) -%}
    create table {{ relation }} using parquet as
{%- endmacro %}


{% macro drop_tables(relations) %}
    {% for relation in relations %}
        {% do run_query("drop table if exists " ~ relation) %}
    {% endfor %}
{% endmacro %}


{# the edges (a, b) of a query, each both ways, once #}
{% macro both_ways(query) -%}
    select a, b from ({{ query }}) as forth union select b, a from ({{ query }}) as back
{%- endmacro %}


{# the end of a materialisation: what dbt does once the model's table is filled, and what it wants to be told of it #}
{% macro finished(relation) %}
    {%- do persist_docs(relation, model) -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [relation]}) }}
{% endmacro %}
