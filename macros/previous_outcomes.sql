{# Before the fates of the documents are decided anew: those of the run before, for `outcome_changes`. #}
{% macro keep_previous_outcomes() -%}
    {%- if load_cached_relation(this) is not none -%}
        {%- do replace_table(
            source('history', 'previous_outcomes'), "select doc_id, source_id, outcome, rule_ids from " ~ this
        ) -%}
    {%- endif -%}
{%- endmacro %}


{# After the first time: no fate was decided before. #}
{% macro have_previous_outcomes() -%}
    create table if not exists {{ source('history', 'previous_outcomes') }} as
    select doc_id, source_id, outcome, rule_ids from {{ this }} where 1 = 0
{%- endmacro %}
