with documents as (
    select * from {{ ref('filtered_documents') }}
),

grouped as (
    select
        content_sha256,
        min(doc_id) as doc_id,
        count(*) as n_documents
    from documents
    group by content_sha256
)

select * from grouped
