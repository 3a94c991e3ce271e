{# quotient and remainder of two non-negative integers; NULL where the divisor is 0 #}
{% macro quotient(a, b) %}{{ return(adapter.dispatch('quotient')(a, b)) }}{% endmacro %}
{% macro duckdb__quotient(a, b) %}(({{ a }}) // nullif({{ b }}, 0)){% endmacro %}
{% macro spark__quotient(a, b) %}(({{ a }}) div nullif({{ b }}, 0)){% endmacro %}


{# natural logarithm of a number above 0, and its inverse: by one library, since Java's differ in the last bit #}
{% macro natural_log(x) %}{{ return(adapter.dispatch('natural_log')(x)) }}{% endmacro %}
{% macro duckdb__natural_log(x) %}ln({{ x }}){% endmacro %}
{% macro spark__natural_log(x) %}mp_ln({{ x }}){% endmacro %}


{% macro exponential(x) %}{{ return(adapter.dispatch('exponential')(x)) }}{% endmacro %}
{% macro duckdb__exponential(x) %}exp({{ x }}){% endmacro %}
{% macro spark__exponential(x) %}mp_exp({{ x }}){% endmacro %}
