with budgets as (
    select * from {{ ref('source_budgets') }}
),

shared as (
    select
        source_id,
        weight as wanted_ratio,
        granted_tokens / nullif(cast(sum(granted_tokens) over () as double), 0) as granted_ratio,
        realised_tokens / nullif(cast(sum(realised_tokens) over () as double), 0) as realised_ratio,
        available_tokens,
        wanted_tokens,
        granted_tokens,
        cast(realised_tokens as bigint) as realised_tokens,
        epochs,
        max_epochs,
        limited_by
    from budgets
)

select * from shared
