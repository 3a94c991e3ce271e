{# Adds the lines that are no UTF-8 as rejects: their origin is read from what could be decoded. #}
{% macro insert_undecodable_lines() -%}
    insert into {{ this }} (source_id, source_file, line_number, reason)
    select
        coalesce(fields.source, {{ file_stem('path') }}),
        fields.file,
        try_cast(fields.record as bigint),
        'invalid_utf8'
    from (
        select
            path,
            {{ json_fields("case when " ~ json_is_valid('line') ~ " then line end", ['source', 'file', 'record']) }} as fields
        from {{ undecodable_lines() }}
    ) as opened
{%- endmacro %}
