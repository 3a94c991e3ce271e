{# quotient and remainder of two non-negative integers; NULL where the divisor is 0 #}
{% macro quotient(a, b) %}{{ return(adapter.dispatch('quotient')(a, b)) }}{% endmacro %}
{% macro duckdb__quotient(a, b) %}(({{ a }}) // nullif({{ b }}, 0)){% endmacro %}
{% macro spark__quotient(a, b) %}(({{ a }}) div nullif({{ b }}, 0)){% endmacro %}
