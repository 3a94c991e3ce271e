with fallen as (
    select
        doc_id,
        {{ ordered_list('rule_id', 'rule_id') }} as rule_ids
    from {{ ref('document_verdicts') }}
    group by doc_id
),

described as (
    select
        signals.*,
        documents.domain,
        fallen.rule_ids
    from {{ ref('document_signals') }} as signals
    inner join {{ ref('normalised_documents') }} as documents on signals.doc_id = documents.doc_id
    left join fallen on signals.doc_id = fallen.doc_id
),

signals as (
    select * from {{ unpivot_signals('described', ['doc_id', 'domain', 'rule_ids']) }}
),

rules as (
    select * from {{ ref('quality_rules') }}
),

observed as (
    select
        signals.doc_id,
        rules.rule_id,
        rules.domain,
        signals.observed,
        {{ passes('signals.observed', 'rules.operator', 'rules.threshold') }} as is_passed,
        coalesce({{ list_has('signals.rule_ids', 'rules.rule_id') }}, false) as is_dropped,
        coalesce({{ list_length('signals.rule_ids') }}, 0) as n_rules
    from signals
    inner join rules
        on signals.domain = rules.domain
        and signals.signal = rules.signal
),

judged as (
    select
        doc_id,
        rule_id,
        domain,
        observed,
        is_passed,
        is_dropped,
        n_rules > case when is_dropped then 1 else 0 end as is_dropped_by_others
    from observed
)

select * from judged
