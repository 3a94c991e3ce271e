with drawn as (
    select
        doc_id,
        source_id,
        sum(n_tokens) as n_tokens
    from {{ ref('mixed_documents') }}
    group by doc_id, source_id
),

documents as (
    select
        doc_id,
        licence
    from {{ ref('normalised_documents') }}
),

sources as (
    select
        source_id,
        licence
    from {{ ref('sources') }}
),

licensed as (
    select
        drawn.source_id,
        drawn.n_tokens,
        coalesce(documents.licence, sources.licence, 'unknown') as licence,
        case
            when documents.licence is not null then 'document'
            when sources.licence is not null then 'source'
            else 'nobody'
        end as said_by
    from drawn
    inner join documents on drawn.doc_id = documents.doc_id
    inner join sources on drawn.source_id = sources.source_id
),

summed as (
    select
        source_id,
        licence,
        said_by,
        count(*) as n_documents,
        cast(sum(n_tokens) as bigint) as n_shard_tokens
    from licensed
    group by source_id, licence, said_by
)

select * from summed
