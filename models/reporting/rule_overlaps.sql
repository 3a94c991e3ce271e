with documents as (
    select
        doc_id,
        domain
    from {{ ref('normalised_documents') }}
),

a as (
    select
        verdicts.doc_id,
        verdicts.rule_id,
        documents.domain,
        count(*) over (partition by documents.domain, verdicts.rule_id) as n_dropped
    from {{ ref('document_verdicts') }} as verdicts
    inner join documents on verdicts.doc_id = documents.doc_id
),

b as (
    select
        doc_id,
        rule_id
    from {{ ref('document_verdicts') }}
),

counted as (
    select
        a.domain,
        a.rule_id as rule_a,
        b.rule_id as rule_b,
        count(*) as n_documents,
        count(*) / cast(min(a.n_dropped) as double) as overlap_ratio
    from a
    inner join b on a.doc_id = b.doc_id
    where a.rule_id <> b.rule_id
    group by a.domain, a.rule_id, b.rule_id
)

select * from counted
