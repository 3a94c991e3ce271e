-- Which document made this one a duplicate, and how alike are they? Put the beginning of an id before the % for one.
select
    clusters.doc_id,
    clusters.kind,
    clusters.jaccard,
    clusters.shared_bands,
    rules.min_jaccard,
    clusters.cluster_id as survivor_id,
    keys.survivor_key,
    survivor_keys.survivor_key as survivor_key_of_survivor,
    left(documents.text, 300) as beginning,
    left(survivors.text, 300) as beginning_of_survivor
from deduped.duplicate_clusters as clusters
inner join filtered.filtered_documents as documents on clusters.doc_id = documents.doc_id
inner join filtered.filtered_documents as survivors on clusters.cluster_id = survivors.doc_id
inner join deduped.survivor_keys as keys on clusters.doc_id = keys.doc_id
inner join deduped.survivor_keys as survivor_keys on clusters.cluster_id = survivor_keys.doc_id
inner join seeds.duplicate_rules as rules on documents.domain = rules.domain
where not clusters.is_representative and clusters.doc_id like '%'
order by clusters.doc_id
limit 20
