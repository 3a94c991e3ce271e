-- With closure direct, two survivors never resemble each other, and nobody is removed for a document that it does not
-- itself resemble; with transitive, both documents of a near-duplicate pair are in one cluster.
with clusters as (
    select
        texts.doc_id,
        coalesce(clusters.cluster_id, texts.doc_id) as cluster_id
    from {{ ref('distinct_texts') }} as texts
    left join {{ ref('duplicate_clusters') }} as clusters on texts.doc_id = clusters.doc_id
)

select
    pairs.doc_id_a,
    pairs.doc_id_b
from {{ ref('near_duplicates') }} as pairs
inner join clusters as a on pairs.doc_id_a = a.doc_id
inner join clusters as b on pairs.doc_id_b = b.doc_id
where
    (a.doc_id = a.cluster_id and b.doc_id = b.cluster_id)
    or (a.cluster_id <> b.cluster_id and '{{ var('closure') }}' = 'transitive')
union all
select
    doc_id as doc_id_a,
    cluster_id as doc_id_b
from {{ ref('duplicate_clusters') }}
where jaccard is null and '{{ var('closure') }}' = 'direct'
