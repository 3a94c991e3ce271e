{{ config(materialized='view') }}

with documents as (
    select * from {{ ref('surviving_documents') }}
),

trimmed as (
    select * from {{ ref('trimmed_documents') }}
),

survivors as (
    select documents.*
    from documents
    anti join trimmed on documents.doc_id = trimmed.doc_id
    union all
    select
        doc_id,
        source_id,
        domain,
        text,
        n_bytes,
        content_sha256
    from trimmed
    where is_left
)

select * from survivors
