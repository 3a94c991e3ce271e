{{ config(materialized='measured_once', wanted='distinct_texts', key=['doc_id', 'content_sha256']) }}

with documents as (
    select * from {{ ref('filtered_documents') }}
),

distinct_texts as (
    select * from {{ ref('distinct_texts') }}
),

known as (
    select
        doc_id,
        content_sha256
    from {{ this }}
),

signatures as (
    select
        documents.doc_id,
        documents.content_sha256,
        mp_minhash_bands(documents.text) as bands
    from documents
    semi join distinct_texts on documents.doc_id = distinct_texts.doc_id
    anti join known on documents.doc_id = known.doc_id and documents.content_sha256 = known.content_sha256
)

select * from signatures
