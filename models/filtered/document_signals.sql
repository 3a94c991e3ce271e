with documents as (
    select * from {{ ref('normalised_documents') }}
),

languages as (
    select * from {{ ref('document_languages') }}
),

blocklisted as (
    select
        doc_id,
        count(*) as n_matches
    from {{ ref('blocklist_matches') }}
    group by doc_id
),

measured as (
    select
        doc_id,
        licence,
        n_licence_header_chars,
        mp_text_signals(text) as signals,
        mp_compressibility(text) as compressibility,
        mp_flagged_words(text) as n_flagged_words,
        mp_quality(text) as quality_score,
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
        measured.n_flagged_words,
        measured.n_flagged_words / nullif(cast(signals.n_words as double), 0) as flagged_word_ratio,
        measured.quality_score,
        coalesce(blocklisted.n_matches, 0) as n_blocklist_matches,
        code_signals.*,
        measured.licence,
        measured.n_licence_header_chars
    from measured
    left join languages on measured.doc_id = languages.doc_id
    left join blocklisted on measured.doc_id = blocklisted.doc_id
)

select * from joined
