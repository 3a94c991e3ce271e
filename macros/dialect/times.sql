{# a timestamp as seconds since 1970, a double #}
{% macro epoch_seconds(time) %}{{ return(adapter.dispatch('epoch_seconds')(time)) }}{% endmacro %}
{% macro duckdb__epoch_seconds(time) %}epoch({{ time }}){% endmacro %}
{% macro spark__epoch_seconds(time) %}(unix_micros(cast({{ time }} as timestamp_ltz)) / 1e6){% endmacro %}


{# the time of the clock that a text says, whatever its offset; NULL where it says none #}
{% macro timestamp_of(text) %}{{ return(adapter.dispatch('timestamp_of')(text)) }}{% endmacro %}
{% macro duckdb__timestamp_of(text) %}try_cast({{ text }} as timestamp){% endmacro %}
{# Spark alone takes a year, or a year and a month, for a time. #}
{% macro spark__timestamp_of(text) -%}
    case
        when {{ text }} rlike '^ *[0-9]{1,6}-[0-9]{1,2}-[0-9]{1,2}'
            then try_cast({{ text }} as timestamp_ntz)
    end
{%- endmacro %}
