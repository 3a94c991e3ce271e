with documents as (
    select * from {{ ref('normalised_documents') }}
),

verdicts as (
    select * from {{ ref('document_verdicts') }}
),

spans as (
    select
        doc_id,
        kind,
        start_char,
        end_char
    from {{ ref('pii_findings') }}
    {% if choice('contamination', ['drop', 'cut']) == 'cut' %}
        -- Without a kind, a span leaves nothing in its place.
        union all
        select
            doc_id,
            null as kind,
            start_char,
            end_char
        from {{ ref('contamination_matches') }}
        where not is_common
    {% endif %}
),

findings as (
    select
        doc_id,
        {{ ordered_list(struct_of(['kind', 'start_char', 'end_char']), 'start_char, end_char, kind') }} as findings
    from spans
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
        end as text,
        case when findings.doc_id is null then documents.content_sha256 end as content_sha256
    from documents
    anti join verdicts on documents.doc_id = verdicts.doc_id
    left join findings on documents.doc_id = findings.doc_id
),

hashed as (
    select
        doc_id,
        source_id,
        domain,
        text,
        {{ byte_length('text') }} as n_bytes,
        coalesce(content_sha256, {{ sha256_hex('text') }}) as content_sha256
    from kept
)

select * from hashed
