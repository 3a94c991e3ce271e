with texts as (
    select
        doc_id,
        text_key
    from {{ ref('text_keys') }}
),

keys as (
    select * from {{ ref('survivor_keys') }}
),

ranked as (
    select
        texts.text_key,
        texts.doc_id,
        row_number() over (partition by texts.text_key order by keys.survivor_key, texts.doc_id) as place,
        count(*) over (partition by texts.text_key) as n_documents
    from texts
    inner join keys on texts.doc_id = keys.doc_id
),

best as (
    select
        text_key,
        doc_id,
        n_documents
    from ranked
    where place = 1
)

select * from best
