{# One row per passage of the benchmarks that the user names; none where there are no benchmarks, since the file is empty. #}
{% macro benchmark_passages() %}{{ return(adapter.dispatch('benchmark_passages')()) }}{% endmacro %}
{% macro duckdb__benchmark_passages() -%}
    read_json(
        {{ sql_string(var('build_dir') ~ '/benchmarks.jsonl') }},
        format = 'newline_delimited',
        maximum_object_size = 67108864,
        columns = {
            'passage_id': 'INTEGER', 'benchmark': 'VARCHAR', 'item': 'BIGINT', 'item_id': 'VARCHAR', 'field': 'VARCHAR',
            'text': 'VARCHAR'
        }
    )
{%- endmacro %}

{% macro spark__benchmark_passages() -%}
    {{ json_lines(
        var('build_dir') ~ '/benchmarks.jsonl',
        'passage_id int, benchmark string, item bigint, item_id string, field string, text string'
    ) }}
{%- endmacro %}
