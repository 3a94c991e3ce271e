{% macro sql_string(text) %}'{{ text | string | replace("'", "''") }}'{% endmacro %}


{% macro sql_strings(texts) -%}
    ({% for text in texts %}{{ sql_string(text) }}{{ ', ' if not loop.last }}{% else %}null{% endfor %})
{%- endmacro %}
