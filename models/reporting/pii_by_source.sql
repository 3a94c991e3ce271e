with sources as (
    select source_id from {{ ref('sources') }}
),

kinds as (
    select kind from {{ ref('pii_kinds') }}
),

documents as (
    select
        doc_id,
        source_id
    from {{ ref('stg_documents') }}
),

tokens as (
    select
        source_id,
        n_tokens
    from {{ ref('funnel_by_source') }}
    where stage = 'documents'
),

counted as (
    select
        documents.source_id,
        findings.kind,
        count(*) as n_findings,
        count(distinct findings.doc_id) as n_documents
    from {{ ref('pii_findings') }} as findings
    inner join documents on findings.doc_id = documents.doc_id
    group by documents.source_id, findings.kind
),

reported as (
    select
        sources.source_id,
        kinds.kind,
        coalesce(counted.n_findings, 0) as n_findings,
        coalesce(counted.n_documents, 0) as n_documents,
        1e6 * coalesce(counted.n_findings, 0) / nullif(tokens.n_tokens, 0) as findings_per_million_tokens
    from sources
    cross join kinds
    left join counted
        on sources.source_id = counted.source_id
        and kinds.kind = counted.kind
    left join tokens on sources.source_id = tokens.source_id
)

select * from reported
