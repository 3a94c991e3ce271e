-- The training tokens in the mix are the realised tokens, and less than one document short of the grant.
with mixed as (
    select
        source_id,
        sum(n_tokens) as n_tokens,
        max(n_tokens) as longest
    from {{ ref('mixed_documents') }}
    where split = 'train'
    group by source_id
),

longest as (
    select
        source_id,
        max(n_tokens) as n_tokens
    from {{ ref('document_draws') }}
    group by source_id
)

select
    budgets.source_id,
    budgets.granted_tokens,
    budgets.realised_tokens,
    mixed.n_tokens
from {{ ref('source_budgets') }} as budgets
left join mixed on budgets.source_id = mixed.source_id
left join longest on budgets.source_id = longest.source_id
where
    coalesce(mixed.n_tokens, 0) <> budgets.realised_tokens
    or budgets.granted_tokens - budgets.realised_tokens >= coalesce(longest.n_tokens, 1)
