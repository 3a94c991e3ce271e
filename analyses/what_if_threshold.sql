-- What if a threshold moved? Documents that the rule would drop at 0.5 to 2 times its bound, and by itself alone.
with rule as (
    select * from seeds.quality_rules
    where rule_id = 'min_words' and domain = 'web'
),

moved as (
    select
        documents.doc_id,
        documents.source_id,
        factor.factor,
        signals.n_words < rule.threshold * factor.factor as is_dropped
    from filtered.normalised_documents as documents
    inner join filtered.document_signals as signals on documents.doc_id = signals.doc_id
    inner join rule on documents.domain = rule.domain
    cross join (values (0.5), (0.8), (1.0), (1.25), (2.0)) as factor (factor)
),

others as (
    select distinct doc_id from filtered.document_verdicts
    where rule_id not in (select rule_id from rule)
)

select
    moved.source_id,
    moved.factor,
    count(*) as n_documents,
    count(*) filter (where moved.is_dropped) as n_dropped,
    count(*) filter (where moved.is_dropped and others.doc_id is null) as n_dropped_by_it_alone
from moved
left join others on moved.doc_id = others.doc_id
group by all
order by moved.source_id, moved.factor
