{# Adds the lines that are no UTF-8 as rejects: their origin stands before the bytes that could not be decoded. #}
{% macro insert_undecodable_lines() -%}
    insert into {{ this }} (source_id, source_file, line_number, reason)
    select
        coalesce(nullif(origin.source, ''), {{ file_stem('path') }}),
        nullif(origin.file, ''),
        try_cast(origin.record as bigint),
        'invalid_utf8'
    from (
        select path, {{ line_origin('line') }} as origin
        from {{ undecodable_lines() }}
    ) as lines
{%- endmacro %}
