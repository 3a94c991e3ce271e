with rules as (
    select * from {{ ref('quality_rules') }}
),

kinds as (
    select * from {{ ref('pii_kinds') }}
),

signals as (
    select
        s.term,
        s.meaning,
        s.formula,
        s.unit,
        s.source
    from ({{ column_meanings('document_signals') }}) as s
),

terms as (
    select
        'signal' as kind,
        term,
        meaning,
        formula,
        unit,
        source as reference
    from signals
    union all
    select
        'rule' as kind,
        rule_id as term,
        min(rationale) as meaning,
        min(signal) || ' ' || min(operator) || ' threshold' as formula,
        null as unit,
        min(reference) as reference
    from rules
    group by rule_id
    union all
    select
        'personal data' as kind,
        kind as term,
        description as meaning,
        null as formula,
        null as unit,
        reference
    from kinds
)

select * from terms
