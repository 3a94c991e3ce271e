with near_duplicates as (
    select
        doc_id_a,
        doc_id_b
    from {{ ref('near_duplicates') }}
),

keys as (
    select * from {{ ref('survivor_keys') }}
),

concerned as (
    select doc_id_a as doc_id from near_duplicates
    union
    select doc_id_b as doc_id from near_duplicates
),

placed as (
    select
        keys.doc_id,
        row_number() over (order by keys.survivor_key, keys.doc_id) as place
    from keys
    semi join concerned on keys.doc_id = concerned.doc_id
)

select * from placed
