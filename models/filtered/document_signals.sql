with documents as (
    select * from {{ ref('normalised_documents') }}
),

languages as (
    select * from {{ ref('document_languages') }}
),

measured as (
    select
        doc_id,
        mp_text_signals(text) as signals,
        mp_compressibility(text) as compressibility
    from documents
),

joined as (
    select
        measured.doc_id,
        languages.language,
        languages.language_score,
        languages.runner_up_language,
        languages.runner_up_score,
        languages.target_language_score,
        signals.*,
        compressibility.*
    from measured
    left join languages on measured.doc_id = languages.doc_id
)

select * from joined
