{{ config(materialized='view') }}

with lines as (
    select * from {{ ref('stg_lines') }}
),

sources as (
    select * from {{ ref('sources') }}
),

rejects as (
    select
        lines.source_id,
        lines.source_file,
        lines.line_number,
        coalesce(lines.reason, 'unknown_source') as reason
    from lines
    left join sources on lines.source_id = sources.source_id
    where lines.reason is not null or sources.source_id is null
)

select * from rejects
