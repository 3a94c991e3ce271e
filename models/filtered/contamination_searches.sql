{{ config(materialized='measured_once', wanted='normalised_documents', key=['doc_id', 'content_sha256']) }}

with documents as (
    select * from {{ ref('normalised_documents') }}
),

known as (
    select * from {{ this }}
),

searched as (
    select
        doc_id,
        content_sha256,
        mp_find_contamination(text) as matches
    from documents
    anti join known using (doc_id, content_sha256)
)

select * from searched
