-- What is in this cluster? The largest one, the survivor first; put a cluster_id in place of the subquery.
select
    clusters.kind,
    clusters.is_representative,
    clusters.doc_id,
    clusters.jaccard,
    clusters.shared_bands,
    documents.source_id,
    documents.source_key,
    left(documents.text, 120) as beginning
from deduped.duplicate_clusters as clusters
inner join staging.stg_documents as documents on clusters.doc_id = documents.doc_id
where clusters.cluster_id = (
        select cluster_id from deduped.duplicate_clusters
        group by cluster_id
        order by count(*) desc, cluster_id
        limit 1
    )
order by clusters.is_representative desc, clusters.jaccard desc, clusters.doc_id
limit 100
