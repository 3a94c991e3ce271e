with documents as (
    select
        doc_id,
        source_id,
        n_bytes
    from {{ ref('normalised_documents') }}
),

languages as (
    select
        doc_id,
        language,
        language_score
    from {{ ref('document_languages') }}
),

filtered as (
    select doc_id from {{ ref('filtered_documents') }}
),

tokens_per_byte as (
    select
        source_id,
        n_tokens / nullif(cast(n_bytes as double), 0) as ratio
    from {{ ref('funnel_by_source') }}
    where stage = 'deduped'
),

counted as (
    select
        documents.source_id,
        languages.language,
        count(*) as n_documents,
        count(filtered.doc_id) as n_kept,
        cast(sum(documents.n_bytes) as bigint) as n_bytes,
        {{ list_element(quantiles('languages.language_score', [0.5]), 0) }} as median_score
    from documents
    inner join languages on documents.doc_id = languages.doc_id
    left join filtered on documents.doc_id = filtered.doc_id
    group by documents.source_id, languages.language
),

estimated as (
    select
        counted.source_id,
        counted.language,
        counted.n_documents,
        counted.n_kept,
        counted.n_bytes,
        cast(round(counted.n_bytes * coalesce(tokens_per_byte.ratio, 0)) as bigint) as n_tokens,
        counted.median_score
    from counted
    left join tokens_per_byte on counted.source_id = tokens_per_byte.source_id
)

select * from estimated
