{# The text that documents are compared by. Two files are no duplicates for the licence that both begin with. #}
{% macro compared_text(documents) -%}
    case when {{ documents }}.domain = 'code' then mp_cut_licence_header({{ documents }}.text) else {{ documents }}.text end
{%- endmacro %}
