with documents as (
    select
        doc_id,
        content_sha256,
        n_bytes
    from {{ ref('filtered_documents') }}
),

distinct_texts as (
    select * from {{ ref('distinct_texts') }}
),

components as (
    select * from {{ ref('duplicate_components') }}
),

members as (
    select
        documents.doc_id,
        documents.n_bytes,
        coalesce(components.root, distinct_texts.doc_id) as cluster_id,
        case when documents.doc_id = distinct_texts.doc_id then 'near' else 'exact' end as kind
    from documents
    inner join distinct_texts on documents.content_sha256 = distinct_texts.content_sha256
    left join components on distinct_texts.doc_id = components.id
    where distinct_texts.n_documents > 1 or components.id is not null
),

ranked as (
    select
        doc_id,
        cluster_id,
        kind,
        row_number() over (partition by cluster_id order by n_bytes desc, doc_id) = 1 as is_representative
    from members
)

select * from ranked
