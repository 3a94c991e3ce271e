select
    cluster_id,
    count(*) as n_documents
from {{ ref('duplicate_clusters') }}
group by cluster_id
having
    count(*) < 2
    or count(*) filter (where is_representative) <> 1
    or count(*) filter (where doc_id = cluster_id and is_representative) <> 1
