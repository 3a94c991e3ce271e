-- Why was this document dropped? Put the beginning of its id, or any part of its URL, in place of the patterns.
select
    outcomes.doc_id,
    outcomes.source_id,
    outcomes.outcome,
    verdicts.rule_id,
    round(verdicts.observed, 4) as observed,
    rules.operator,
    rules.threshold,
    rules.rationale,
    outcomes.representative_id
from reporting.document_outcomes as outcomes
inner join staging.stg_documents as documents on outcomes.doc_id = documents.doc_id
left join filtered.document_verdicts as verdicts on outcomes.doc_id = verdicts.doc_id
left join seeds.quality_rules as rules
    on verdicts.rule_id = rules.rule_id
    and documents.domain = rules.domain
where outcomes.outcome = 'dropped' and (outcomes.doc_id like '0%' or documents.url like '%example.org%')
order by outcomes.doc_id, verdicts.rule_id
limit 100
