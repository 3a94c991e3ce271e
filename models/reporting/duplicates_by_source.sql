with documents as (
    select
        doc_id,
        source_id,
        n_bytes
    from {{ ref('filtered_documents') }}
),

removed as (
    select * from {{ ref('duplicate_clusters') }}
    where not is_representative
),

counted as (
    select
        source_id,
        count(*) as n_filtered
    from documents
    group by source_id
),

grouped as (
    select
        documents.source_id,
        survivors.source_id as survivor_source_id,
        removed.kind,
        count(*) as n_documents,
        cast(sum(documents.n_bytes) as bigint) as n_bytes
    from removed
    inner join documents on removed.doc_id = documents.doc_id
    inner join documents as survivors on removed.cluster_id = survivors.doc_id
    group by documents.source_id, survivors.source_id, removed.kind
),

reported as (
    select
        grouped.source_id,
        grouped.survivor_source_id,
        grouped.kind,
        grouped.n_documents,
        grouped.n_bytes,
        grouped.n_documents / nullif(cast(counted.n_filtered as double), 0) as removed_ratio
    from grouped
    inner join counted on grouped.source_id = counted.source_id
)

select * from reported
