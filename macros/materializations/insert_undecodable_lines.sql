{# Adds the lines that could not be read as text: their origin stands before the bytes that could not be decoded. #}
{% macro insert_undecodable_lines() -%}
    insert into {{ this }} (source_id, source_file, line_number, reason)
    select
        {{ file_stem('path') }},
        nullif(origin.file, ''),
        {{ whole_number('origin.record') }},
        reason
    from (
        select path, reason, {{ line_origin('line') }} as origin
        from {{ undecodable_lines() }}
    ) as lines
{%- endmacro %}
