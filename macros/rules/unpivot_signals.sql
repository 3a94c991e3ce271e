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

{# An engine without a pattern for columns takes their names from the YAML of document_signals. #}
{% macro spark__unpivot_signals(relation, keys='doc_id') -%}
    {%- set signals = numeric_columns('document_signals') -%}
    (
        select {{ keys }}, signal, observed
        from (
            select
                {{ keys }},
                {% for signal in signals %}cast({{ signal }} as double) as {{ signal }}{{ ', ' if not loop.last }}{% endfor %}
            from {{ relation }}
        ) as numbers
        unpivot (observed for signal in ({{ signals | join(', ') }})) as unpivoted
    )
{%- endmacro %}


{% macro numeric_columns(model) -%}
    {%- set columns = graph.nodes['model.mainpipe.' ~ model].columns.values() if execute else [{'name': 'n_words', 'data_type': 'bigint'}] -%}
    {{ return(columns | selectattr('data_type', 'in', ['bigint', 'integer', 'double']) | map(attribute='name') | list) }}
{%- endmacro %}
