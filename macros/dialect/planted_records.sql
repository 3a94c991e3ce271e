{# One row per planting of the bundled sample's truth; none for a real corpus, whose file is empty. #}
{% macro planted_records() %}{{ return(adapter.dispatch('planted_records')()) }}{% endmacro %}
{% macro duckdb__planted_records() -%}
    (
        select * rename (start as start_char, "end" as end_char)
        from read_json(
            {{ sql_string(var('build_dir') ~ '/planted.jsonl') }},
            format = 'newline_delimited',
            columns = {
                'file': 'VARCHAR', 'record': 'BIGINT', 'kind': 'VARCHAR', 'variant': 'VARCHAR', 'expect': 'VARCHAR',
                'start': 'INTEGER', 'end': 'INTEGER',
                'right_sha256': 'VARCHAR', 'original_file': 'VARCHAR', 'original_record': 'BIGINT',
                'jaccard': 'DOUBLE', 'reason': 'VARCHAR'
            }
        )
    )
{%- endmacro %}

{% macro spark__planted_records() -%}
    (
        select
            file, record, kind, variant, expect, start as start_char, `end` as end_char, right_sha256, original_file,
            original_record, jaccard, reason
        from {{ json_lines(
            var('build_dir') ~ '/planted.jsonl',
            'file string, record bigint, kind string, variant string, expect string, start int, `end` int, '
            ~ 'right_sha256 string, original_file string, original_record bigint, jaccard double, reason string'
        ) }} as planted
    )
{%- endmacro %}
