{%- set flows = [
    ('lines', 'documents', 'documents', 'document_tokens'),
    ('lines', 'rejected', 'lines - documents', 'line_tokens - document_tokens'),
    ('documents', 'filtered', 'filtered', 'filtered_tokens'),
    ('documents', 'dropped by rules', 'documents - filtered', 'dropped_tokens'),
    ('documents', 'cut from texts', '0', 'document_tokens - dropped_tokens - filtered_tokens'),
    ('filtered', 'deduped', 'deduped', 'deduped_tokens'),
    ('filtered', 'duplicates', 'filtered - deduped', 'filtered_tokens - deduped_tokens'),
    ('deduped', 'train', 'train', 'train_tokens'),
    ('deduped', 'validation', 'validation', 'validation_tokens'),
    ('deduped', 'not drawn', 'deduped - train - validation', 'deduped_tokens - train_tokens - validation_tokens'),
    ('repeated', 'train', 'again', 'again_tokens'),
] -%}

with funnel as (
    select * from {{ ref('funnel_by_source') }}
),

documents as (
    select
        doc_id,
        source_id,
        n_bytes
    from {{ ref('stg_documents') }}
),

dropped_ids as (
    select distinct doc_id from {{ ref('document_verdicts') }}
),

mixed as (
    select * from {{ ref('mixed_documents') }}
),

stages as (
    select
        source_id,
        max(case when stage = 'lines' then n_documents end) as lines,
        max(case when stage = 'lines' then n_tokens end) as line_tokens,
        max(case when stage = 'documents' then n_documents end) as documents,
        max(case when stage = 'documents' then n_bytes end) as document_bytes,
        max(case when stage = 'documents' then n_tokens end) as document_tokens,
        max(case when stage = 'filtered' then n_documents end) as filtered,
        max(case when stage = 'filtered' then n_tokens end) as filtered_tokens,
        max(case when stage = 'deduped' then n_documents end) as deduped,
        max(case when stage = 'deduped' then n_tokens end) as deduped_tokens
    from funnel
    group by source_id
),

dropped as (
    select
        documents.source_id,
        sum(documents.n_bytes) as n_bytes
    from documents
    inner join dropped_ids on documents.doc_id = dropped_ids.doc_id
    group by documents.source_id
),

drawn as (
    select
        source_id,
        count(*) filter (where split = 'train' and repetition = 1) as train,
        coalesce(sum(n_tokens) filter (where split = 'train' and repetition = 1), 0) as train_tokens,
        count(*) filter (where split = 'train' and repetition > 1) as again,
        coalesce(sum(n_tokens) filter (where split = 'train' and repetition > 1), 0) as again_tokens,
        count(*) filter (where split = 'validation') as validation,
        coalesce(sum(n_tokens) filter (where split = 'validation'), 0) as validation_tokens
    from mixed
    group by source_id
),

measured as (
    select
        stages.*,
        coalesce(round(
            cast(stages.document_tokens as double) * dropped.n_bytes / nullif(stages.document_bytes, 0)
        ), 0) as dropped_tokens,
        coalesce(drawn.train, 0) as train,
        coalesce(drawn.train_tokens, 0) as train_tokens,
        coalesce(drawn.again, 0) as again,
        coalesce(drawn.again_tokens, 0) as again_tokens,
        coalesce(drawn.validation, 0) as validation,
        coalesce(drawn.validation_tokens, 0) as validation_tokens
    from stages
    left join dropped on stages.source_id = dropped.source_id
    left join drawn on stages.source_id = drawn.source_id
),

flows as (
    {%- for origin, destination, documents, tokens in flows %}
        select
            source_id,
            {{ loop.index }} as position,
            '{{ origin }}' as origin,
            '{{ destination }}' as destination,
            cast({{ documents }} as bigint) as n_documents,
            cast({{ tokens }} as bigint) as n_tokens
        from measured
        {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from flows
