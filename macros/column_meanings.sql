{# One row per column of a model but its first, the key: its name and its description, formula, unit and source, as the model's
   YAML has them. The graph is there when dbt executes, not when it parses and not for the linter. #}
{% macro column_meanings(model) -%}
    {%- set columns = graph.nodes['model.mainpipe.' ~ model].columns.values() | list if execute and graph is defined else [] -%}
    select *
    from (
        values
        {%- for column in columns[1:] %}
        (
            {{ sql_string(column.name) }}, {{ sql_string(column.description | trim) }},
            {{ sql_string(column.meta.formula) }}, {{ sql_string(column.meta.unit) }}, {{ sql_string(column.meta.source) }}
        ){{ ',' if not loop.last }}
        {%- else %}
        ('', '', '', '', '')
        {%- endfor %}
    ) as meanings (term, meaning, formula, unit, source)
{%- endmacro %}
