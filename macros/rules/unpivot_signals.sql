{# One row (doc_id, signal, observed) per document and numeric signal. #}
{% macro unpivot_signals(relation) %}{{ return(adapter.dispatch('unpivot_signals')(relation, signal_names())) }}{% endmacro %}

{% macro duckdb__unpivot_signals(relation, names) -%}
    (
        select
            doc_id,
            unnest([{% for name in names %}'{{ name }}'{{ ', ' if not loop.last }}{% endfor %}]) as signal,
            unnest([{% for name in names %}cast({{ name }} as double){{ ', ' if not loop.last }}{% endfor %}]) as observed
        from {{ relation }}
    )
{%- endmacro %}


{# The numeric columns in the contract of document_signals: a new signal needs no change here. #}
{% macro signal_names() %}
    {%- set names = [] -%}
    {%- if execute -%}
        {%- set model = graph.nodes['model.' ~ project_name ~ '.document_signals'] -%}
        {%- for column in model.columns.values() if column.data_type in ('bigint', 'double') -%}
            {%- do names.append(column.name) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(names) }}
{% endmacro %}
