with documents as (
    select
        doc_id,
        source_id,
        n_tokens,
        {{ seeded_key('draw', 'doc_id') }} as draw_key
    from {{ ref('tokenised_documents') }}
    where split = 'train'
),

-- Tokens are added up within a range of the keys, and only the ranges of a source are in one order.
added as (
    select
        *,
        left(draw_key, 3) as key_range,
        sum(n_tokens) over (
            partition by source_id, left(draw_key, 3)
            order by draw_key, doc_id
            rows unbounded preceding
        ) as tokens_in_range
    from documents
),

ranges as (
    select
        source_id,
        key_range,
        sum(sum(n_tokens)) over (
            partition by source_id
            order by key_range
            rows unbounded preceding
        ) - sum(n_tokens) as tokens_before
    from added
    group by source_id, key_range
),

ordered as (
    select
        added.doc_id,
        added.source_id,
        added.n_tokens,
        cast(ranges.tokens_before + added.tokens_in_range as bigint) as drawn_tokens
    from added
    inner join ranges
        on added.source_id = ranges.source_id
        and added.key_range = ranges.key_range
)

select * from ordered
