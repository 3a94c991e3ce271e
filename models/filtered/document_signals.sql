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

boilerplate as (
    select
        doc_id,
        cast(sum(n_lines) as bigint) as n_lines,
        cast(sum(n_chars) as bigint) as n_chars
    from {{ ref('boilerplate_cuts') }}
    group by doc_id
),

measured as (
    select
        doc_id,
        licence,
        n_licence_header_chars,
        mp_markup_line_ratio(case when domain = 'web' then text end) as markup_line_ratio,
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
        measured.n_licence_header_chars,
        measured.markup_line_ratio,
        coalesce(boilerplate.n_lines, 0) as n_boilerplate_lines,
        coalesce(boilerplate.n_chars, 0) as n_boilerplate_chars,
        cast(coalesce(boilerplate.n_chars, 0) as double)
        / nullif(coalesce(boilerplate.n_chars, 0) + measured.signals.n_chars, 0) as boilerplate_char_ratio
    from measured
    left join boilerplate on measured.doc_id = boilerplate.doc_id
    left join languages on measured.doc_id = languages.doc_id
    left join blocklisted on measured.doc_id = blocklisted.doc_id
)

select * from joined
