{# a timestamp as seconds since 1970, a double #}
{% macro epoch_seconds(time) %}{{ return(adapter.dispatch('epoch_seconds')(time)) }}{% endmacro %}
{% macro duckdb__epoch_seconds(time) %}epoch({{ time }}){% endmacro %}
