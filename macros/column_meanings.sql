{# One row per column of a model but its first, the key: its name and its description, formula, unit and source, as the model's
   YAML has them. The graph is there when dbt executes, not when it parses and not for the linter. #}
{% macro column_meanings(model) -%}
    {%- set columns = graph.nodes['model.mainpipe.' ~ model].columns.values() | list if execute and graph is defined else [] -%}
    {%- for column in columns[1:] -%}
    {%- set meta = column.meta -%}
    select
        {{ sql_string(column.name) }} as term, {{ sql_string(column.description | trim) }} as meaning,
        {{ sql_string(meta.formula) }} as formula, {{ sql_string(meta.unit) }} as unit, {{ sql_string(meta.source) }} as source
    {{ 'union all ' if not loop.last }}
    {%- else -%}
    select '' as term, '' as meaning, '' as formula, '' as unit, '' as source
    {%- endfor -%}
{%- endmacro %}
