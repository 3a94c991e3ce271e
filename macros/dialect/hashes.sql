{% macro sha256_hex(text) %}{{ return(adapter.dispatch('sha256_hex')(text)) }}{% endmacro %}
{% macro duckdb__sha256_hex(text) %}sha256({{ text }}){% endmacro %}
{% macro spark__sha256_hex(text) %}sha2({{ text }}, 256){% endmacro %}


{# The key of every order and draw: sha256(seed | purpose | id), so that two purposes draw apart. #}
{% macro seeded_key(purpose, id) -%}
    {{ sha256_hex(sql_string(var('seed') ~ '|' ~ purpose ~ '|') ~ ' || ' ~ id) }}
{%- endmacro %}


{# A hex key as a number in [0, 1): its first 52 bits, which a double holds exactly. #}
{% macro hex_share(key) %}{{ return(adapter.dispatch('hex_share')(key)) }}{% endmacro %}
{% macro duckdb__hex_share(key) -%}
    (cast('0x' || substr({{ key }}, 1, 13) as bigint) / 4503599627370496.0)
{%- endmacro %}
{% macro spark__hex_share(key) -%}
    (cast(conv(substr({{ key }}, 1, 13), 16, 10) as bigint) / 4503599627370496e0)
{%- endmacro %}
