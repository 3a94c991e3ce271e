with addresses as (
    select
        doc_id,
        source_id,
        mp_url_key(url) as url_key
    from {{ ref('stg_documents') }}
    where url is not null
),

texts as (
    select
        doc_id,
        text_key
    from {{ ref('text_keys') }}
),

survivors as (
    select doc_id from {{ ref('deduped_documents') }}
),

grouped as (
    select
        addresses.url_key,
        count(*) as n_documents,
        count(distinct addresses.source_id) as n_sources,
        count(distinct texts.text_key) as n_texts,
        count(survivors.doc_id) as n_survivors
    from addresses
    inner join texts on addresses.doc_id = texts.doc_id
    left join survivors on addresses.doc_id = survivors.doc_id
    where addresses.url_key <> ''
    group by addresses.url_key
    having count(*) > 1
)

select * from grouped
