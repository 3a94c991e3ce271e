{{ config(materialized='view') }}

with pairs as (
    select * from {{ ref('duplicate_pairs') }}
),

documents as (
    select
        doc_id,
        domain
    from {{ ref('filtered_documents') }}
),

rules as (
    select * from {{ ref('duplicate_rules') }}
),

judged as (
    select
        pairs.doc_id_a,
        pairs.doc_id_b,
        pairs.jaccard,
        pairs.shared_bands,
        greatest(a_rules.min_jaccard, b_rules.min_jaccard) as min_jaccard
    from pairs
    inner join documents as a on pairs.doc_id_a = a.doc_id
    inner join documents as b on pairs.doc_id_b = b.doc_id
    inner join rules as a_rules on a.domain = a_rules.domain
    inner join rules as b_rules on b.domain = b_rules.domain
),

near as (
    select *
    from judged
    where jaccard >= min_jaccard
)

select * from near
