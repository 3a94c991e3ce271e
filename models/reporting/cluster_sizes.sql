with clusters as (
    select
        cluster_id,
        count(*) as n_documents,
        case
            when count(distinct kind) filter (where not is_representative) > 1 then 'mixed'
            else max(kind) filter (where not is_representative)
        end as kind
    from {{ ref('duplicate_clusters') }}
    group by cluster_id
),

counted as (
    select
        n_documents,
        kind,
        count(*) as n_clusters
    from clusters
    group by n_documents, kind
)

select * from counted
