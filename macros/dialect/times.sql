{# a timestamp as seconds since 1970, a double #}
{% macro epoch_seconds(time) %}{{ return(adapter.dispatch('epoch_seconds')(time)) }}{% endmacro %}
{% macro duckdb__epoch_seconds(time) %}epoch({{ time }}){% endmacro %}
{% macro spark__epoch_seconds(time) %}(unix_micros(cast({{ time }} as timestamp_ltz)) / 1e6){% endmacro %}


{# the time of the clock that a text says, whatever its offset; NULL where it says none of the years 1 to 9999 #}
{% macro timestamp_of(text) %}{{ return(adapter.dispatch('timestamp_of')(text)) }}{% endmacro %}
{% macro duckdb__timestamp_of(text) -%}
    case
        when try_cast({{ text }} as timestamp) >= timestamp '0001-01-01'
            and try_cast({{ text }} as timestamp) < timestamp '9999-12-31' + interval 1 day
            then try_cast({{ text }} as timestamp)
    end
{%- endmacro %}
{% macro spark__timestamp_of(text) -%}
    case
        when mp_clock_microseconds({{ text }}) >= -62135596800000000
            and mp_clock_microseconds({{ text }}) < 253402300800000000
            then cast(timestamp_micros(mp_clock_microseconds({{ text }})) as timestamp_ntz)
    end
{%- endmacro %}
