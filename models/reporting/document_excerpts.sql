with named as (
    select doc_id from {{ ref('rule_neighbours') }}
    union
    select doc_id from {{ ref('sampled_clusters') }}
    union
    select doc_id from {{ ref('document_traces') }}
    union
    select doc_id from {{ ref('language_samples') }}
),

-- What was taken down, or is blocked, is not shown either.
blocked as (
    select doc_id from {{ ref('blocklist_matches') }}
),

shown as (
    select named.doc_id
    from named
    anti join blocked on named.doc_id = blocked.doc_id
),

findings as (
    select
        findings.doc_id,
        {{ ordered_list(struct_of(['kind', 'start_char', 'end_char']), 'start_char, end_char, kind') }} as findings
    from {{ ref('pii_findings') }} as findings
    semi join shown on findings.doc_id = shown.doc_id
    group by findings.doc_id
),

texts as (
    select
        documents.doc_id,
        documents.text
    from {{ ref('normalised_documents') }} as documents
    semi join shown on documents.doc_id = shown.doc_id
),

redacted as (
    select
        texts.doc_id,
        case when findings.doc_id is null then texts.text else mp_redact(texts.text, findings.findings) end as text
    from texts
    left join findings on texts.doc_id = findings.doc_id
),

excerpts as (
    select
        doc_id,
        mp_excerpt(text, 1000) as excerpt
    from redacted
)

select * from excerpts
