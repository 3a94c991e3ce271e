-- Both documents of a near-duplicate pair are in one component, and its name is the least id in it.
select
    pairs.doc_id_a,
    pairs.doc_id_b
from {{ ref('duplicate_pairs') }} as pairs
left join {{ ref('duplicate_components') }} as a on pairs.doc_id_a = a.id
left join {{ ref('duplicate_components') }} as b on pairs.doc_id_b = b.id
where
    pairs.jaccard >= {{ var('near_duplicate_jaccard') }}
    and (a.root is null or b.root is null or a.root <> b.root or a.root > pairs.doc_id_a)
