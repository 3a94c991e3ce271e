with documents as (
    select * from {{ ref('deduped_documents') }}
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
        n_bytes
    from documents
),

counted as (
    select
        *,
        cast({{ list_length('token_ids') }} as bigint) as n_tokens
    from tokenised
)

select * from counted
