-- What changed between two runs? In `make sql`, first attach the other run's database:
--     attach 'other/mainpipe.duckdb' as other (read_only);
select
    coalesce(here.source_id, there.source_id) as source_id,
    there.outcome as was,
    here.outcome as is_now,
    here.rule_ids as rules_now,
    there.rule_ids as rules_then,
    count(*) as n_documents,
    min(coalesce(here.doc_id, there.doc_id)) as for_example
from reporting.document_outcomes as here
full join other.reporting.document_outcomes as there on here.doc_id = there.doc_id
where here.outcome is distinct from there.outcome or here.rule_ids is distinct from there.rule_ids
group by all
order by n_documents desc, source_id
