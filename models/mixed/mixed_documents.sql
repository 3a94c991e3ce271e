with documents as (
    select
        doc_id,
        source_id,
        split,
        n_tokens
    from {{ ref('tokenised_documents') }}
),

draws as (
    select * from {{ ref('document_draws') }}
),

budgets as (
    select * from {{ ref('source_budgets') }}
),

counted as (
    select
        draws.doc_id,
        draws.source_id,
        'train' as split,
        draws.n_tokens,
        coalesce({{ quotient('budgets.granted_tokens', 'budgets.available_tokens') }}, 0) + case
            when draws.drawn_tokens <= budgets.granted_tokens % nullif(budgets.available_tokens, 0) then 1
            else 0
        end as n_repetitions
    from draws
    inner join budgets on draws.source_id = budgets.source_id
    union all
    select
        doc_id,
        source_id,
        split,
        n_tokens,
        1 as n_repetitions
    from documents
    where split = 'validation'
),

repeated as (
    select
        counted.doc_id,
        cast(r.repetition as integer) as repetition,
        counted.source_id,
        counted.split,
        counted.n_tokens,
        {{ seeded_key('order', "counted.doc_id || '|' || cast(r.repetition as string)") }} as order_key
    from counted
    {{ explode(integers(1, 'counted.n_repetitions'), 'r', 'repetition') }}
)

select * from repeated
