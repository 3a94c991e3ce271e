{# aggregate: the values of a group at the given shares of it, each a value that occurs, as a list in their order #}
{% macro quantiles(value, shares) %}{{ return(adapter.dispatch('quantiles')(value, shares)) }}{% endmacro %}
{% macro duckdb__quantiles(value, shares) %}quantile_disc({{ value }}, {{ shares }}){% endmacro %}
{# 0.55 of 920 is 506 and a little in floating point, for which Spark takes the 507th. #}
{% macro spark__quantiles(value, shares) -%}
    {%- set lowered = [] -%}
    {%- for share in shares -%}{%- do lowered.append([share - 1e-12, 0] | max) -%}{%- endfor -%}
    percentile_disc({{ list_of(lowered) }}) within group (order by {{ value }})
{%- endmacro %}


{# aggregate: the n least values of a group as a list in their order #}
{% macro least_values(value, n) %}{{ return(adapter.dispatch('least_values')(value, n)) }}{% endmacro %}
{% macro duckdb__least_values(value, n) %}min({{ value }}, {{ n }}){% endmacro %}
{% macro spark__least_values(value, n) %}min_by({{ value }}, {{ value }}, {{ n }}){% endmacro %}


{# the element of a list at a 0-based place; NULL past its end #}
{% macro list_element(list, place) %}{{ return(adapter.dispatch('list_element')(list, place)) }}{% endmacro %}
{% macro duckdb__list_element(list, place) %}list_extract({{ list }}, {{ place }} + 1){% endmacro %}
{% macro spark__list_element(list, place) %}get({{ list }}, cast({{ place }} as int)){% endmacro %}
