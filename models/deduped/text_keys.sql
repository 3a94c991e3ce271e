{{ config(materialized='measured_once', wanted='filtered_documents', key=['doc_id', 'domain', 'content_sha256']) }}

with documents as (
    select * from {{ ref('filtered_documents') }}
),

known as (
    select * from {{ this }}
),

keyed as (
    select
        documents.doc_id,
        documents.domain,
        documents.content_sha256,
        coalesce(mp_text_key({{ compared_text('documents') }}), documents.content_sha256) as text_key
    from documents
    anti join known using (doc_id, domain, content_sha256)
)

select * from keyed
