{% macro struct_of(columns) %}{{ return(adapter.dispatch('struct_of')(columns)) }}{% endmacro %}
{% macro duckdb__struct_of(columns) -%}
    { {%- for column in columns %}'{{ column }}': {{ column }}{{ ', ' if not loop.last }}{% endfor -%} }
{%- endmacro %}
{% macro spark__struct_of(columns) -%}
    named_struct({% for column in columns %}'{{ column }}', {{ column }}{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}


{# aggregate: the values of a group as a list in a total order #}
{% macro ordered_list(value, order_by) %}{{ return(adapter.dispatch('ordered_list')(value, order_by)) }}{% endmacro %}
{% macro duckdb__ordered_list(value, order_by) %}list({{ value }} order by {{ order_by }}){% endmacro %}
{% macro spark__ordered_list(value, order_by) -%}
    transform(
        array_sort(collect_list(named_struct('place', struct({{ order_by }}), 'value', {{ value }}))), e -> e.value
    )
{%- endmacro %}


{% macro list_length(list) %}{{ return(adapter.dispatch('list_length')(list)) }}{% endmacro %}
{% macro duckdb__list_length(list) %}len({{ list }}){% endmacro %}
{% macro spark__list_length(list) %}array_size({{ list }}){% endmacro %}


{# the elements from a 0-based offset on #}
{% macro list_slice(list, offset, length) %}{{ return(adapter.dispatch('list_slice')(list, offset, length)) }}{% endmacro %}
{% macro duckdb__list_slice(list, offset, length) -%}
    list_slice({{ list }}, {{ offset }} + 1, {{ offset }} + {{ length }})
{%- endmacro %}
{% macro spark__list_slice(list, offset, length) -%}
    slice({{ list }}, cast({{ offset }} as int) + 1, greatest(cast({{ length }} as int), 0))
{%- endmacro %}


{# `from t {{ explode('t.list', 'e', 'element') }}`: one row per element, none for an empty list #}
{% macro explode(list, alias, column) %}{{ return(adapter.dispatch('explode')(list, alias, column)) }}{% endmacro %}
{% macro duckdb__explode(list, alias, column) -%}
    cross join unnest({{ list }}) as {{ alias }}({{ column }})
{%- endmacro %}
{% macro spark__explode(list, alias, column) -%}
    cross join lateral explode({{ list }}) as {{ alias }}({{ column }})
{%- endmacro %}


{# the list first, first + 1, …, last; empty where last < first #}
{% macro integers(first, last) %}{{ return(adapter.dispatch('integers')(first, last)) }}{% endmacro %}
{% macro duckdb__integers(first, last) %}generate_series({{ first }}, {{ last }}){% endmacro %}
{% macro spark__integers(first, last) -%}
    filter(sequence({{ first }}, greatest({{ first }}, {{ last }})), e -> e <= {{ last }})
{%- endmacro %}


{# whether the element is in the list; NULL for a NULL list #}
{% macro list_has(list, element) %}{{ return(adapter.dispatch('list_has')(list, element)) }}{% endmacro %}
{% macro duckdb__list_has(list, element) %}list_contains({{ list }}, {{ element }}){% endmacro %}
{% macro spark__list_has(list, element) %}array_contains({{ list }}, {{ element }}){% endmacro %}


{# a list of numbers, written out #}
{% macro list_of(values) %}{{ return(adapter.dispatch('list_of')(values)) }}{% endmacro %}
{% macro duckdb__list_of(values) %}{{ values }}{% endmacro %}
{% macro spark__list_of(values) %}array({{ (values | string)[1:-1] }}){% endmacro %}
