-- What is in this cluster? The largest one, the survivor first; put a cluster_id in place of the subquery.
select
    clusters.kind,
    clusters.is_representative,
    clusters.doc_id,
    documents.source_id,
    documents.source_key,
    pairs.jaccard as jaccard_to_survivor,
    left(documents.text, 120) as beginning
from deduped.duplicate_clusters as clusters
inner join staging.stg_documents as documents on clusters.doc_id = documents.doc_id
inner join deduped.duplicate_clusters as survivors
    on clusters.cluster_id = survivors.cluster_id
    and survivors.is_representative
left join deduped.duplicate_pairs as pairs
    on pairs.doc_id_a = least(clusters.doc_id, survivors.doc_id)
    and pairs.doc_id_b = greatest(clusters.doc_id, survivors.doc_id)
where clusters.cluster_id = (
        select cluster_id from deduped.duplicate_clusters
        group by cluster_id
        order by count(*) desc, cluster_id
        limit 1
    )
order by clusters.is_representative desc, clusters.doc_id
limit 100
