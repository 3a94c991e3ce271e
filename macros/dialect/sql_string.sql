{# a text as a literal #}
{% macro sql_string(text) %}{{ return(adapter.dispatch('sql_string')(text)) }}{% endmacro %}
{% macro duckdb__sql_string(text) %}'{{ text | string | replace("'", "''") }}'{% endmacro %}
{% macro spark__sql_string(text) %}'{{ text | string | replace('\\', '\\\\') | replace("'", "\\'") }}'{% endmacro %}


{% macro sql_strings(texts) -%}
    ({% for text in texts %}{{ sql_string(text) }}{{ ', ' if not loop.last }}{% else %}null{% endfor %})
{%- endmacro %}
