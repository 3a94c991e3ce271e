{{ config(post_hook="{{ insert_undecodable_lines() }}") }}
-- depends_on: {{ source('raw', 'lines') }}

with lines as (
    select
        path,
        line
    from {{ text_lines(var('raw_dir') ~ '/*.jsonl') }}
),

opened as (
    select
        path,
        line,
        {{ json_fields('line', [
            'file', 'record', 'text', 'url', 'time', 'meta', 'line', 'line_bytes',
        ]) }} as fields,
        {{ json_text_is_string('line') }} as is_text_a_string,
        case when not {{ json_is_valid('line') }} then {{ line_origin('line') }} end as damaged
    from lines
),

-- What acquisition could not read as an object it left as it came, in the field `line`.
originals as (
    select
        *,
        case
            when fields.line is not null then fields.line
            when fields.file is null then coalesce(line, '')
        end as original
    from opened
),

judged as (
    select
        {{ file_stem('path') }} as source_id,
        coalesce(fields.file, nullif(damaged.file, '')) as source_file,
        {{ whole_number('coalesce(fields.record, damaged.record)') }} as line_number,
        case
            when fields.line_bytes is not null then 'too_large'
            when {{ is_blank('original') }} then 'empty'
            when not {{ json_is_valid('original') }} then 'invalid_json'
            when not {{ json_is_object('original') }} then 'not_an_object'
            when fields.line is not null then 'invalid_json'
            when fields.text is null then 'no_text'
            when not is_text_a_string then 'wrong_type'
            when {{ is_blank('fields.text') }} then 'empty'
            when {{ byte_length('fields.text') }} > {{ var('max_document_bytes') }} then 'too_large'
            when fields.file is null or {{ whole_number('fields.record') }} is null then 'no_origin'
        end as reason,
        fields.url,
        {{ timestamp_of('fields.time') }} as published_at,
        fields.meta,
        fields.text
    from originals
),

identified as (
    select
        case
            when reason is null
                then md5(source_id || '/' || source_file || '#' || cast(line_number as string))
        end as doc_id,
        source_id,
        source_file,
        line_number,
        reason,
        url,
        published_at,
        meta,
        case when reason is null then text end as text,
        case when reason is null then {{ byte_length('text') }} end as n_bytes,
        case when reason is null then {{ sha256_hex('text') }} end as raw_sha256
    from judged
)

select * from identified
