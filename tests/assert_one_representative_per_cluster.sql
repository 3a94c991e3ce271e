select
    cluster_id,
    count(*) as n_documents,
    count(*) filter (where is_representative) as n_representatives
from {{ ref('duplicate_clusters') }}
group by cluster_id
having count(*) < 2 or count(*) filter (where is_representative) <> 1
