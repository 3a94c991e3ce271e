{{ config(materialized='measured_once', wanted='surviving_documents', key=['doc_id', 'content_sha256']) }}

with documents as (
    select * from {{ ref('surviving_documents') }}
),

known as (
    select
        doc_id,
        content_sha256
    from {{ this }}
),

fingerprints as (
    select
        documents.doc_id,
        documents.content_sha256,
        mp_fingerprints(documents.text) as fingerprints
    from documents
    anti join known on documents.doc_id = known.doc_id and documents.content_sha256 = known.content_sha256
)

select * from fingerprints
