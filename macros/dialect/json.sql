{% macro json_is_valid(text) %}{{ return(adapter.dispatch('json_is_valid')(text)) }}{% endmacro %}
{% macro duckdb__json_is_valid(text) %}json_valid({{ text }}){% endmacro %}


{% macro json_is_object(text) %}{{ return(adapter.dispatch('json_is_object')(text)) }}{% endmacro %}
{% macro duckdb__json_is_object(text) %}(json_type({{ text }}) = 'OBJECT'){% endmacro %}


{% macro json_is_string(text, path) %}{{ return(adapter.dispatch('json_is_string')(text, path)) }}{% endmacro %}
{% macro duckdb__json_is_string(text, path) %}(json_type({{ text }}, '{{ path }}') = 'VARCHAR'){% endmacro %}


{# a struct of the named top-level fields as text, whatever their type; one parse for all of them #}
{% macro json_fields(text, fields) %}{{ return(adapter.dispatch('json_fields')(text, fields)) }}{% endmacro %}
{% macro duckdb__json_fields(text, fields) -%}
    json_transform(
        {{ text }},
        '{ {%- for field in fields %}"{{ field }}": "VARCHAR"{{ ', ' if not loop.last }}{% endfor -%} }'
    )
{%- endmacro %}
