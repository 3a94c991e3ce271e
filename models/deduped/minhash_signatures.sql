with documents as (
    select * from {{ ref('filtered_documents') }}
),

distinct_texts as (
    select * from {{ ref('distinct_texts') }}
),

signatures as (
    select
        doc_id,
        mp_minhash_bands(text) as bands
    from documents
    semi join distinct_texts on documents.doc_id = distinct_texts.doc_id
)

select * from signatures
