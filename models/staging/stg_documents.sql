{{ config(materialized='view') }}

with lines as (
    select * from {{ ref('stg_lines') }}
),

sources as (
    select * from {{ ref('sources') }}
),

documents as (
    select
        lines.doc_id,
        lines.source_id,
        sources.domain,
        lines.source_file || '#' || cast(lines.line_number as string) as source_key,
        nullif(lines.url, '') as url,
        lines.published_at,
        lines.meta,
        lines.text,
        lines.n_bytes,
        lines.raw_sha256
    from lines
    inner join sources on lines.source_id = sources.source_id
    where lines.reason is null
)

select * from documents
