-- The domain is joined before there is a row per signal: a document is one row where rows move.
with described as (
    select
        signals.*,
        documents.domain
    from {{ ref('document_signals') }} as signals
    inner join {{ ref('normalised_documents') }} as documents on signals.doc_id = documents.doc_id
),

signals as (
    select * from {{ unpivot_signals('described', ['doc_id', 'domain']) }}
),

rules as (
    select * from {{ ref('quality_rules') }}
    where
        is_enabled
        and (rule_id <> 'max_contamination' or '{{ choice('contamination', ['drop', 'cut']) }}' = 'drop')
),

judged as (
    select
        signals.doc_id,
        rules.rule_id,
        signals.observed,
        rules.threshold,
        {{ passes('signals.observed', 'rules.operator', 'rules.threshold') }} as is_kept
    from signals
    inner join rules
        on signals.domain = rules.domain
        and signals.signal = rules.signal
),

verdicts as (
    select
        doc_id,
        rule_id,
        observed,
        threshold
    from judged
    where not is_kept
)

select * from verdicts
