with sources as (
    select * from {{ ref('sources') }}
),

funnel as (
    select * from {{ ref('funnel_by_source') }}
),

summed as (
    select
        sources.source_id,
        sources.domain,
        sources.licence,
        sum(funnel.n_documents) filter (where funnel.stage = 'lines') as n_lines,
        sum(funnel.n_documents) filter (where funnel.stage = 'documents') as n_documents,
        sum(funnel.n_tokens) filter (where funnel.stage = 'documents') as n_document_tokens,
        sum(funnel.n_documents) filter (where funnel.stage = 'deduped') as n_kept_documents,
        sum(funnel.n_tokens) filter (where funnel.stage = 'deduped') as n_kept_tokens,
        sum(funnel.n_tokens) filter (where funnel.stage like 'mixed%') as n_shard_tokens
    from sources
    inner join funnel on sources.source_id = funnel.source_id
    group by sources.source_id, sources.domain, sources.licence
),

reported as (
    select
        source_id,
        domain,
        licence,
        cast(n_lines as bigint) as n_lines,
        cast(n_documents as bigint) as n_documents,
        cast(n_document_tokens as bigint) as n_document_tokens,
        cast(n_kept_documents as bigint) as n_kept_documents,
        cast(n_kept_tokens as bigint) as n_kept_tokens,
        n_kept_documents / nullif(cast(n_documents as double), 0) as kept_documents_ratio,
        n_kept_tokens / nullif(cast(n_document_tokens as double), 0) as kept_tokens_ratio,
        cast(n_shard_tokens as bigint) as n_shard_tokens
    from summed
)

select * from reported
