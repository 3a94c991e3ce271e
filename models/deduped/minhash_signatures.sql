{{ config(materialized='measured_once', wanted='distinct_texts', key=['text_key']) }}

with documents as (
    select * from {{ ref('filtered_documents') }}
),

distinct_texts as (
    select * from {{ ref('distinct_texts') }}
),

known as (
    select * from {{ this }}
),

unmeasured as (
    select
        distinct_texts.doc_id,
        distinct_texts.text_key
    from distinct_texts
    anti join known using (text_key)
),

signatures as (
    select
        unmeasured.text_key,
        mp_minhash_bands({{ compared_text('documents') }}) as bands
    from documents
    inner join unmeasured on documents.doc_id = unmeasured.doc_id
)

select * from signatures
