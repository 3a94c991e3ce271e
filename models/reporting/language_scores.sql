with documents as (
    select
        doc_id,
        source_id
    from {{ ref('normalised_documents') }}
),

scores as (
    select
        doc_id,
        least(floor(language_score * 10), 9) as bin
    from {{ ref('document_languages') }}
    where language_score is not null
),

filtered as (
    select doc_id from {{ ref('filtered_documents') }}
),

counted as (
    select
        documents.source_id,
        scores.bin / 10.0 as low,
        (scores.bin + 1) / 10.0 as high,
        count(*) as n_documents,
        count(filtered.doc_id) as n_kept
    from documents
    inner join scores on documents.doc_id = scores.doc_id
    left join filtered on documents.doc_id = filtered.doc_id
    group by documents.source_id, scores.bin
)

select * from counted
