{{ config(materialized='measured_once', wanted='deduped_documents', key=['doc_id', 'content_sha256']) }}

with documents as (
    select * from {{ ref('deduped_documents') }}
),

known as (
    select * from {{ this }}
),

tokenised as (
    select
        doc_id,
        source_id,
        case
            when {{ hex_share(seeded_key('split', 'doc_id')) }} < {{ var('validation_ratio') }} then 'validation'
            else 'train'
        end as split,
        mp_tokenise(text) as token_ids,
        content_sha256,
        n_bytes
    from documents
    anti join known using (doc_id, content_sha256)
),

counted as (
    select
        *,
        cast({{ list_length('token_ids') }} as bigint) as n_tokens
    from tokenised
)

select * from counted
