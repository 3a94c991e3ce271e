with documents as (
    select * from {{ ref('normalised_documents') }}
),

languages as (
    select * from {{ ref('document_languages') }}
),

measured as (
    select
        doc_id,
        licence,
        n_licence_header_chars,
        mp_text_signals(text) as signals,
        mp_compressibility(text) as compressibility,
        mp_code_signals(case when domain = 'code' then text end) as code_signals
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
        compressibility.*,
        code_signals.*,
        measured.licence,
        measured.n_licence_header_chars
    from measured
    left join languages on measured.doc_id = languages.doc_id
)

select * from joined
