with documents as (
    select
        doc_id,
        source_id
    from {{ ref('normalised_documents') }}
),

-- The number of binary digits finds the power of two without a logarithm's rounding.
lengths as (
    select
        doc_id,
        case when n_words = 0 then 0 else cast(power(2, length(bin(n_words)) - 1) as bigint) end as low
    from {{ ref('document_signals') }}
),

filtered as (
    select doc_id from {{ ref('filtered_documents') }}
),

deduped as (
    select doc_id from {{ ref('tokenised_documents') }}
),

counted as (
    select
        documents.source_id,
        lengths.low,
        count(*) as n_documents,
        count(filtered.doc_id) as n_filtered,
        count(deduped.doc_id) as n_deduped
    from documents
    inner join lengths on documents.doc_id = lengths.doc_id
    left join filtered on documents.doc_id = filtered.doc_id
    left join deduped on documents.doc_id = deduped.doc_id
    group by documents.source_id, lengths.low
),

staged as (
    select
        source_id,
        'documents' as stage,
        low,
        n_documents
    from counted
    union all
    select
        source_id,
        'filtered' as stage,
        low,
        n_filtered as n_documents
    from counted
    union all
    select
        source_id,
        'deduped' as stage,
        low,
        n_deduped as n_documents
    from counted
),

bounded as (
    select
        source_id,
        stage,
        low,
        greatest(2 * low, 1) as high,
        n_documents
    from staged
)

select * from bounded
