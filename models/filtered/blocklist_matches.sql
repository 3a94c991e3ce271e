with documents as (
    select
        doc_id,
        source_key,
        url
    from {{ ref('stg_documents') }}
),

entries as (
    select * from {{ ref('blocklist_entries') }}
),

document_keys as (
    select
        doc_id,
        'doc_id' as match_on,
        doc_id as lookup_key
    from documents
    union all
    select
        doc_id,
        'source_key' as match_on,
        source_key as lookup_key
    from documents
    union all
    select
        doc_id,
        'url' as match_on,
        mp_url_key(url) as lookup_key
    from documents
    where url is not null
    union all
    select
        documents.doc_id,
        'domain' as match_on,
        d.host as lookup_key
    from documents
    {{ explode('mp_url_domains(documents.url)', 'd', 'host') }}
    where documents.url is not null
),

matches as (
    select distinct
        document_keys.doc_id,
        entries.match_on,
        entries.value,
        entries.reason
    from document_keys
    inner join entries
        on document_keys.match_on = entries.match_on
        and document_keys.lookup_key = entries.lookup_key
)

select * from matches
