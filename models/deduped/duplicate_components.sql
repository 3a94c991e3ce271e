{{ config(materialized='connected_components') }}

select
    doc_id_a as a,
    doc_id_b as b
from {{ ref('duplicate_pairs') }}
where jaccard >= {{ var('near_duplicate_jaccard') }}
