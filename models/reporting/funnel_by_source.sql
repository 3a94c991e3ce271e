with sources as (
    select source_id from {{ ref('sources') }}
),

lines as (
    select
        source_id,
        'lines' as stage,
        count(*) as n_documents,
        coalesce(sum(n_bytes), 0) as n_bytes,
        null as n_tokens
    from {{ ref('stg_lines') }}
    group by source_id
),

documents as (
    select
        source_id,
        'documents' as stage,
        count(*) as n_documents,
        sum(n_bytes) as n_bytes,
        null as n_tokens
    from {{ ref('stg_documents') }}
    group by source_id
),

filtered as (
    select
        source_id,
        'filtered' as stage,
        count(*) as n_documents,
        sum(n_bytes) as n_bytes,
        null as n_tokens
    from {{ ref('filtered_documents') }}
    group by source_id
),

deduped as (
    select
        source_id,
        'deduped' as stage,
        count(*) as n_documents,
        sum(n_bytes) as n_bytes,
        sum(n_tokens) as n_tokens
    from {{ ref('tokenised_documents') }}
    group by source_id
),

mixed as (
    select
        mixed.source_id,
        'mixed_' || mixed.split as stage,
        count(*) as n_documents,
        sum(tokenised.n_bytes) as n_bytes,
        sum(mixed.n_tokens) as n_tokens
    from {{ ref('mixed_documents') }} as mixed
    inner join {{ ref('tokenised_documents') }} as tokenised on mixed.doc_id = tokenised.doc_id
    group by all
),

counted as (
    select * from lines
    union all
    select * from documents
    union all
    select * from filtered
    union all
    select * from deduped
    union all
    select * from mixed
),

stages as (
    select
        stage,
        position
    from (
        values
        ('lines', 1), ('documents', 2), ('filtered', 3), ('deduped', 4), ('mixed_train', 5), ('mixed_validation', 6)
    ) as s (stage, position)
),

tokens_per_byte as (
    select
        source_id,
        sum(n_tokens) / nullif(cast(sum(n_bytes) as double), 0) as ratio
    from deduped
    group by source_id
),

funnel as (
    select
        sources.source_id,
        stages.position,
        stages.stage,
        coalesce(counted.n_documents, 0) as n_documents,
        cast(coalesce(counted.n_bytes, 0) as bigint) as n_bytes,
        cast(coalesce(counted.n_tokens, round(counted.n_bytes * tokens_per_byte.ratio), 0) as bigint) as n_tokens,
        stages.position < 4 as is_token_estimate
    from sources
    cross join stages
    left join counted
        on sources.source_id = counted.source_id
        and stages.stage = counted.stage
    left join tokens_per_byte on sources.source_id = tokens_per_byte.source_id
)

select * from funnel
