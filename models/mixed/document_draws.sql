with documents as (
    select * from {{ ref('tokenised_documents') }}
    where split = 'train'
),

ordered as (
    select
        doc_id,
        source_id,
        n_tokens,
        cast(sum(n_tokens) over (
            partition by source_id
            order by {{ seeded_key('draw', 'doc_id') }}, doc_id
            rows unbounded preceding
        ) as bigint) as drawn_tokens
    from documents
)

select * from ordered
