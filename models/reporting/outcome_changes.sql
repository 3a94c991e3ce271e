with outcomes as (
    select * from {{ ref('document_outcomes') }}
),

previous as (
    select * from {{ source('history', 'previous_outcomes') }}
),

sizes as (
    select
        doc_id,
        n_bytes
    from {{ ref('stg_documents') }}
),

compared as (
    select
        coalesce(outcomes.doc_id, previous.doc_id) as doc_id,
        coalesce(outcomes.source_id, previous.source_id) as source_id,
        coalesce(previous.outcome, 'not_there') as outcome_before,
        coalesce(outcomes.outcome, 'not_there') as outcome_after,
        previous.rule_ids as rule_ids_before,
        outcomes.rule_ids as rule_ids_after
    from outcomes
    full join previous on outcomes.doc_id = previous.doc_id
),

changed as (
    select * from compared
    where outcome_before <> outcome_after and exists (select 1 from previous)
),

rules_before as (
    select
        changed.doc_id,
        r.rule_id
    from changed
    {{ explode('changed.rule_ids_before', 'r', 'rule_id') }}
),

rules_after as (
    select
        changed.doc_id,
        r.rule_id
    from changed
    {{ explode('changed.rule_ids_after', 'r', 'rule_id') }}
),

begun as (
    select
        rules_after.doc_id,
        {{ ordered_list('rules_after.rule_id', 'rules_after.rule_id') }} as rule_ids
    from rules_after
    anti join rules_before
        on rules_after.doc_id = rules_before.doc_id
        and rules_after.rule_id = rules_before.rule_id
    group by rules_after.doc_id
),

ended as (
    select
        rules_before.doc_id,
        {{ ordered_list('rules_before.rule_id', 'rules_before.rule_id') }} as rule_ids
    from rules_before
    anti join rules_after
        on rules_before.doc_id = rules_after.doc_id
        and rules_before.rule_id = rules_after.rule_id
    group by rules_before.doc_id
),

explained as (
    select
        changed.doc_id,
        changed.source_id,
        changed.outcome_before,
        changed.outcome_after,
        begun.rule_ids as rule_ids_begun,
        ended.rule_ids as rule_ids_ended,
        coalesce(sizes.n_bytes, 0) as n_bytes
    from changed
    left join begun on changed.doc_id = begun.doc_id
    left join ended on changed.doc_id = ended.doc_id
    left join sizes on changed.doc_id = sizes.doc_id
),

grouped as (
    select
        *,
        count(*) over change as n_documents,
        sum(n_bytes) over change as n_document_bytes,
        row_number() over (
            partition by source_id, outcome_before, outcome_after, rule_ids_begun, rule_ids_ended
            order by {{ seeded_key('change', 'doc_id') }}
        ) as place
    from explained
    window change as (partition by source_id, outcome_before, outcome_after, rule_ids_begun, rule_ids_ended)
),

changes as (
    select
        source_id,
        outcome_before,
        outcome_after,
        rule_ids_begun,
        rule_ids_ended,
        n_documents,
        cast(n_document_bytes as bigint) as n_bytes,
        {{ ordered_list('doc_id', 'place') }} as example_doc_ids
    from grouped
    where place <= 5
    group by source_id, outcome_before, outcome_after, rule_ids_begun, rule_ids_ended, n_documents, n_document_bytes
)

select * from changes
