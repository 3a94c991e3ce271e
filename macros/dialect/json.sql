{% macro json_is_valid(text) %}{{ return(adapter.dispatch('json_is_valid')(text)) }}{% endmacro %}
{% macro duckdb__json_is_valid(text) %}json_valid({{ text }}){% endmacro %}


{# 'object', 'string', 'null', …: the type of the value at a path, NULL where there is none #}
{% macro json_kind(text, path) %}{{ return(adapter.dispatch('json_kind')(text, path)) }}{% endmacro %}
{% macro duckdb__json_kind(text, path) -%}
    case json_type({{ text }}, '{{ path }}')
        when 'OBJECT' then 'object' when 'VARCHAR' then 'string' when 'NULL' then 'null'
        else lower(json_type({{ text }}, '{{ path }}'))
    end
{%- endmacro %}


{# a struct of the named top-level fields as text; one parse for all of them #}
{% macro json_fields(text, fields) %}{{ return(adapter.dispatch('json_fields')(text, fields)) }}{% endmacro %}
{% macro duckdb__json_fields(text, fields) -%}
    json_transform(
        {{ text }},
        '{ {%- for field in fields %}"{{ field }}": "VARCHAR"{{ ', ' if not loop.last }}{% endfor -%} }'
    )
{%- endmacro %}
