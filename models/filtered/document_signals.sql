with documents as (
    select * from {{ ref('normalised_documents') }}
),

languages as (
    select * from {{ ref('document_languages') }}
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
        measured.n_licence_header_chars,
        coalesce(contamination.n_contaminated_chars, 0)
        / nullif(cast(signals.n_chars as double), 0) as contamination_ratio,
        coalesce(contamination.n_contaminated_items, 0) as n_contaminated_items
    from measured
    left join languages on measured.doc_id = languages.doc_id
    left join contamination on measured.doc_id = contamination.doc_id
)

select * from joined
