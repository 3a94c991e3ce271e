with texts as (
    select
        doc_id,
        length(text) as n_chars
    from {{ ref('deduped_documents') }}
),

counted as (
    select
        documents.source_id,
        count(*) as n_documents,
        cast(sum(documents.n_tokens) as bigint) as n_tokens,
        cast(sum(texts.n_chars) as bigint) as n_chars,
        cast(sum(documents.n_bytes) as bigint) as n_bytes,
        {{ quantiles('documents.n_tokens', [0.5, 0.95]) }} as quantiles
    from {{ ref('tokenised_documents') }} as documents
    inner join texts on documents.doc_id = texts.doc_id
    group by documents.source_id
),

-- Each document ends in a token that stands for none of its characters.
divided as (
    select
        source_id,
        n_documents,
        n_tokens,
        n_chars,
        n_bytes,
        n_chars / nullif(cast(n_tokens - n_documents as double), 0) as chars_per_token,
        n_bytes / nullif(cast(n_tokens - n_documents as double), 0) as bytes_per_token,
        {{ list_element('quantiles', 0) }} as median_tokens,
        {{ list_element('quantiles', 1) }} as p95_tokens
    from counted
)

select * from divided
