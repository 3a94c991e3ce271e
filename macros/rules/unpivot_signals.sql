{# One row (keys, signal, observed) per row and signal that it has; a label is no number and falls away. #}
{% macro unpivot_signals(relation, keys=['doc_id']) -%}
    {{ return(adapter.dispatch('unpivot_signals')(relation, keys | join(', '))) }}
{%- endmacro %}

{% macro duckdb__unpivot_signals(relation, keys='doc_id') -%}
    (
        unpivot (
            select {{ keys }}, try_cast(columns(* exclude ({{ keys }})) as double)
            from {{ relation }}
        )
        on columns(* exclude ({{ keys }})) into name signal value observed
    )
{%- endmacro %}
