with documents as (
    select * from {{ ref('normalised_documents') }}
),

measured as (
    select * from {{ ref('text_signals') }}
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

spans as (
    select
        doc_id,
        benchmark,
        item,
        start_char,
        end_char,
        max(end_char) over (
            partition by doc_id
            order by start_char, end_char, passage_id
            rows between unbounded preceding and 1 preceding
        ) as covered_char
    from {{ ref('contamination_matches') }}
    where not is_common
),

contamination as (
    select
        doc_id,
        sum(end_char - least(end_char, greatest(start_char, coalesce(covered_char, 0)))) as n_contaminated_chars,
        count(distinct benchmark || '/' || cast(item as string)) as n_contaminated_items
    from spans
    group by doc_id
),

joined as (
    select
        documents.doc_id,
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
        documents.licence,
        documents.n_licence_header_chars,
        measured.markup_line_ratio,
        coalesce(boilerplate.n_lines, 0) as n_boilerplate_lines,
        coalesce(boilerplate.n_chars, 0) as n_boilerplate_chars,
        cast(coalesce(boilerplate.n_chars, 0) as double)
        / nullif(coalesce(boilerplate.n_chars, 0) + measured.signals.n_chars, 0) as boilerplate_char_ratio,
        coalesce(contamination.n_contaminated_chars, 0)
        / nullif(cast(signals.n_chars as double), 0) as contamination_ratio,
        coalesce(contamination.n_contaminated_items, 0) as n_contaminated_items
    from documents
    inner join measured on documents.doc_id = measured.doc_id
    left join boilerplate on documents.doc_id = boilerplate.doc_id
    left join languages on documents.doc_id = languages.doc_id
    left join blocklisted on documents.doc_id = blocklisted.doc_id
    left join contamination on documents.doc_id = contamination.doc_id
)

select * from joined
