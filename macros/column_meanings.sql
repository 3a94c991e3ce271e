{# One row per column of a model but its first, the key: its name and its description, as the model's YAML has them. The graph is
   there when dbt executes, not when it parses and not for the linter. #}
{% macro column_meanings(model) -%}
    {%- set columns = graph.nodes['model.mainpipe.' ~ model].columns.values() | list if execute and graph is defined else [] -%}
    {%- for column in columns[1:] -%}
    select {{ sql_string(column.name) }} as term, {{ sql_string(column.description | trim) }} as meaning
    {{ 'union all ' if not loop.last }}
    {%- else -%}
    select '' as term, '' as meaning
    {%- endfor -%}
{%- endmacro %}
