{# One row (doc_id, signal, observed) per document and signal that it has; a label is no number and falls away. #}
{% macro unpivot_signals(relation) %}{{ return(adapter.dispatch('unpivot_signals')(relation)) }}{% endmacro %}

{% macro duckdb__unpivot_signals(relation) -%}
    (
        unpivot (
            select doc_id, try_cast(columns(* exclude doc_id) as double)
            from {{ relation }}
        )
        on columns(* exclude doc_id) into name signal value observed
    )
{%- endmacro %}
