with members as (
    select
        cluster_id,
        doc_id
    from {{ ref('sampled_clusters') }}
    where not is_representative
),

shown as (
    select doc_id from members
    union
    select cluster_id as doc_id from members
),

texts as (
    select
        documents.doc_id,
        documents.text
    from {{ ref('filtered_documents') }} as documents
    semi join shown on documents.doc_id = shown.doc_id
),

compared as (
    select
        members.cluster_id,
        members.doc_id,
        survivors.text as survivor_text,
        texts.text,
        mp_first_difference(survivors.text, texts.text) as n_common_chars
    from members
    inner join texts on members.doc_id = texts.doc_id
    inner join texts as survivors on members.cluster_id = survivors.doc_id
),

differences as (
    select
        cluster_id,
        doc_id,
        n_common_chars,
        mp_excerpt(substr(survivor_text, greatest(n_common_chars - 100, 0) + 1), 500) as survivor_excerpt,
        mp_excerpt(substr(text, greatest(n_common_chars - 100, 0) + 1), 500) as excerpt
    from compared
    where n_common_chars is not null
)

select * from differences
