with documents as (
    select * from {{ ref('normalised_documents') }}
),

matches as (
    select * from {{ ref('contamination_matches') }}
),

counted as (
    select
        matches.benchmark,
        documents.source_id,
        count(distinct matches.doc_id) filter (where not matches.is_common) as n_documents,
        count(distinct matches.item) filter (where not matches.is_common) as n_items,
        count(*) filter (where not matches.is_common) as n_matches,
        count(*) filter (where matches.is_common) as n_common_matches
    from matches
    inner join documents on matches.doc_id = documents.doc_id
    group by matches.benchmark, documents.source_id
)

select * from counted
