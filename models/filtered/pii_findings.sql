with searches as (
    select * from {{ ref('pii_searches') }}
),

kinds as (
    select * from {{ ref('pii_kinds') }}
),

exploded as (
    select
        searches.doc_id,
        f.finding.kind,
        f.finding.start_char,
        f.finding.end_char
    from searches
    {{ explode('searches.findings', 'f', 'finding') }}
),

enabled as (
    select exploded.*
    from exploded
    inner join kinds on exploded.kind = kinds.kind
    where kinds.is_enabled
)

select * from enabled
