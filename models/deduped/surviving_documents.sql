{{ config(materialized='view') }}

with documents as (
    select * from {{ ref('filtered_documents') }}
),

duplicates as (
    select doc_id from {{ ref('duplicate_clusters') }}
    where not is_representative
),

survivors as (
    select documents.*
    from documents
    anti join duplicates on documents.doc_id = duplicates.doc_id
)

select * from survivors
