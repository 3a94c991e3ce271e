with documents as (
    select
        doc_id,
        source_id,
        length(text) as n_chars
    from {{ ref('surviving_documents') }}
),

trimmed as (
    select
        doc_id,
        is_left,
        length(text) as n_chars
    from {{ ref('trimmed_documents') }}
),

cuts as (
    select
        doc_id,
        count(*) filter (where kind = 'line') as n_line_cuts,
        count(*) filter (where kind = 'paragraph') as n_paragraph_cuts
    from {{ ref('text_cuts') }}
    group by doc_id
),

spans as (
    select
        doc_id,
        count(*) as n_spans,
        sum(n_words) as n_words,
        sum(end_char - start_char) as n_chars
    from {{ ref('duplicate_spans') }}
    group by doc_id
),

counted as (
    select
        documents.source_id,
        count(*) as n_documents,
        cast(sum(documents.n_chars) as bigint) as n_chars,
        cast(coalesce(sum(cuts.n_line_cuts), 0) as bigint) as n_line_cuts,
        cast(coalesce(sum(cuts.n_paragraph_cuts), 0) as bigint) as n_paragraph_cuts,
        count(trimmed.doc_id) as n_trimmed_documents,
        count(trimmed.doc_id) filter (where not trimmed.is_left) as n_trimmed_away_documents,
        cast(coalesce(sum(documents.n_chars - trimmed.n_chars), 0) as bigint) as n_trimmed_chars,
        cast(coalesce(sum(spans.n_spans), 0) as bigint) as n_duplicate_spans,
        count(spans.doc_id) as n_duplicate_span_documents,
        cast(coalesce(sum(spans.n_words), 0) as bigint) as n_duplicate_span_words,
        cast(coalesce(sum(spans.n_chars), 0) as bigint) as n_duplicate_span_chars
    from documents
    left join trimmed on documents.doc_id = trimmed.doc_id
    left join cuts on documents.doc_id = cuts.doc_id
    left join spans on documents.doc_id = spans.doc_id
    group by documents.source_id
),

shares as (
    select
        *,
        n_trimmed_chars / nullif(cast(n_chars as double), 0) as trimmed_char_ratio,
        n_duplicate_span_chars / nullif(cast(n_chars as double), 0) as duplicate_span_char_ratio
    from counted
)

select * from shares
