with documents as (
    select * from {{ ref('normalised_documents') }}
),

verdicts as (
    select * from {{ ref('document_verdicts') }}
),

findings as (
    select
        doc_id,
        {{ ordered_list(struct_of(['kind', 'start_char', 'end_char']), 'start_char') }} as findings
    from {{ ref('pii_findings') }}
    group by doc_id
),

kept as (
    select
        documents.doc_id,
        documents.source_id,
        documents.domain,
        case
            when findings.doc_id is null then documents.text
            else mp_redact(documents.text, findings.findings)
        end as text
    from documents
    anti join verdicts on documents.doc_id = verdicts.doc_id
    left join findings on documents.doc_id = findings.doc_id
),

hashed as (
    select
        *,
        {{ byte_length('text') }} as n_bytes,
        {{ sha256_hex('text') }} as content_sha256
    from kept
)

select * from hashed
