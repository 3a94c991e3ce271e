{# One row (match_on, value, reason) per entry of the user's blocklists; none without them. #}
{% macro blocklist_records() %}{{ return(adapter.dispatch('blocklist_records')()) }}{% endmacro %}
{% macro duckdb__blocklist_records() -%}
    read_json(
        {{ sql_string(var('build_dir') ~ '/blocklists.jsonl') }},
        format = 'newline_delimited',
        columns = {'match_on': 'VARCHAR', 'value': 'VARCHAR', 'reason': 'VARCHAR'}
    )
{%- endmacro %}

{% macro spark__blocklist_records() -%}
    {{ json_lines(var('build_dir') ~ '/blocklists.jsonl', 'match_on string, value string, reason string') }}
{%- endmacro %}
