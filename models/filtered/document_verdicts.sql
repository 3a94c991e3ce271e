with documents as (
    select * from {{ ref('normalised_documents') }}
),

signals as (
    select * from {{ unpivot_signals(ref('document_signals')) }}
),

rules as (
    select * from {{ ref('quality_rules') }}
    where
        is_enabled
        and (rule_id <> 'max_contamination' or '{{ choice('contamination', ['drop', 'cut']) }}' = 'drop')
),

judged as (
    select
        documents.doc_id,
        rules.rule_id,
        signals.observed,
        rules.threshold,
        {{ passes('signals.observed', 'rules.operator', 'rules.threshold') }} as is_kept
    from documents
    inner join rules on documents.domain = rules.domain
    inner join signals
        on documents.doc_id = signals.doc_id
        and rules.signal = signals.signal
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
