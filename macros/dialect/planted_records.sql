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
