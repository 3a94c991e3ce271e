{{ config(materialized='measured_once', wanted='surviving_documents', key=['doc_id', 'content_sha256']) }}

with documents as (
    select * from {{ ref('surviving_documents') }}
),

known as (
    select * from {{ this }}
),

fingerprints as (
    select
        doc_id,
        content_sha256,
        mp_fingerprints(text) as fingerprints
    from documents
    anti join known using (doc_id, content_sha256)
)

select * from fingerprints
