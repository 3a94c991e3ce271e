{# A table of measures that are not taken twice: of the relation that config `wanted` names, rows that are gone are deleted,
   and the model, which anti-joins itself, adds the new ones. A row is known by the columns of config `key`. When the way of
   measuring changes, the launcher drops the table first. #}
{% materialization measured_once, default %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set key = config.require('key') -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- do run_query('create table if not exists ' ~ target_relation ~ ' ' ~ get_table_columns_and_constraints()) -%}
    {%- do run_query(delete_unwanted(target_relation, ref(config.require('wanted')), key)) -%}
    {%- call statement('main') -%}
        {{ get_assert_columns_equivalent(sql) }}
        insert into {{ target_relation }} {{ get_select_subquery(sql) }}
    {%- endcall -%}

    {%- do persist_docs(target_relation, model) -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{% macro delete_unwanted(relation, wanted, key) -%}
    delete from {{ relation }} as measured
    where not exists (
        select 1 from {{ wanted }} as wanted
        where {% for column in key %}measured.{{ column }} = wanted.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}
    )
{%- endmacro %}
