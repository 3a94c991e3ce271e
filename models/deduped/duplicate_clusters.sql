{{ config(post_hook="{{ guard_removed_ratio() }}") }}
-- depends_on: {{ ref('filtered_documents') }}
-- depends_on: {{ ref('duplicate_rules') }}

with texts as (
    select
        text_keys.doc_id,
        distinct_texts.doc_id as text_doc_id
    from {{ ref('text_keys') }} as text_keys
    inner join {{ ref('distinct_texts') }} as distinct_texts on text_keys.text_key = distinct_texts.text_key
),

places as (
    select * from {{ ref('survivor_places') }}
),

representatives as (
    select
        text_places.doc_id as text_doc_id,
        root_places.doc_id as representative_id
    from {{ ref('duplicate_representatives') }} as roots
    inner join places as text_places on roots.id = text_places.place
    inner join places as root_places on roots.root = root_places.place
),

near_duplicates as (
    select
        doc_id_a,
        doc_id_b,
        jaccard,
        shared_bands
    from {{ ref('near_duplicates') }}
),

clustered as (
    select
        texts.doc_id,
        texts.text_doc_id,
        coalesce(representatives.representative_id, texts.text_doc_id) as cluster_id
    from texts
    left join representatives on texts.text_doc_id = representatives.text_doc_id
),

shared as (
    select *
    from clustered
    qualify count(*) over (partition by cluster_id) > 1
),

described as (
    select
        shared.doc_id,
        shared.cluster_id,
        case when shared.text_doc_id = shared.cluster_id then 'exact' else 'near' end as kind,
        shared.doc_id = shared.cluster_id as is_representative,
        case when shared.text_doc_id = shared.cluster_id then 1.0 else near_duplicates.jaccard end as jaccard,
        near_duplicates.shared_bands
    from shared
    left join near_duplicates
        on least(shared.text_doc_id, shared.cluster_id) = near_duplicates.doc_id_a
        and greatest(shared.text_doc_id, shared.cluster_id) = near_duplicates.doc_id_b
)

select * from described
