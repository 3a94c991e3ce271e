with documents as (
    select * from {{ ref('normalised_documents') }}
),

kinds as (
    select * from {{ ref('pii_kinds') }}
),

searched as (
    select
        doc_id,
        mp_find_pii(text, domain) as findings
    from documents
),

exploded as (
    select
        searched.doc_id,
        f.finding.kind,
        f.finding.start_char,
        f.finding.end_char
    from searched
    {{ explode('searched.findings', 'f', 'finding') }}
),

enabled as (
    select exploded.*
    from exploded
    inner join kinds on exploded.kind = kinds.kind
    where kinds.is_enabled
)

select * from enabled
