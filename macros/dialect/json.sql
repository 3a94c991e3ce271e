{% macro json_is_valid(text) %}{{ return(adapter.dispatch('json_is_valid')(text)) }}{% endmacro %}
{% macro duckdb__json_is_valid(text) %}json_valid({{ text }}){% endmacro %}
{% macro spark__json_is_valid(text) -%}
    (case when {{ text }} is not null then mp_raw_record({{ text }}).kind is not null end)
{%- endmacro %}


{% macro json_is_object(text) %}{{ return(adapter.dispatch('json_is_object')(text)) }}{% endmacro %}
{% macro duckdb__json_is_object(text) %}(json_type({{ text }}) = 'OBJECT'){% endmacro %}
{% macro spark__json_is_object(text) %}(mp_raw_record({{ text }}).kind = 'OBJECT'){% endmacro %}


{# whether the field `text` of a raw record is a string; NULL where there is none #}
{% macro json_text_is_string(record) %}{{ return(adapter.dispatch('json_text_is_string')(record)) }}{% endmacro %}
{% macro duckdb__json_text_is_string(record) -%}
    (case when json_valid({{ record }}) then json_type({{ record }}, '$.text') = 'VARCHAR' end)
{%- endmacro %}
{% macro spark__json_text_is_string(record) %}(mp_raw_record({{ record }}).text_kind = 'VARCHAR'){% endmacro %}


{# a struct of the named top-level fields of a raw record as text, whatever their type, each NULL where the text is no JSON;
   one parse for all of them #}
{% macro json_fields(text, fields) %}{{ return(adapter.dispatch('json_fields')(text, fields)) }}{% endmacro %}
{% macro duckdb__json_fields(text, fields) -%}
    json_transform(
        case when json_valid({{ text }}) then {{ text }} end,
        '{ {%- for field in fields %}"{{ field }}": "VARCHAR"{{ ', ' if not loop.last }}{% endfor -%} }'
    )
{%- endmacro %}
{% macro spark__json_fields(text, fields) %}mp_raw_record({{ text }}){% endmacro %}


{# Spark alone: the rows of a file of JSON lines whose fields are known #}
{% macro json_lines(path, fields) -%}
    (select row.* from (select from_json(value, {{ sql_string(fields) }}) as row from text.`{{ path }}`) as lines)
{%- endmacro %}
