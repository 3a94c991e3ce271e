with sequences as (
    select
        split,
        count(*) as n_sequences,
        sum({{ list_length('segments') }}) as n_segments
    from {{ ref('packed_sequences') }}
    group by split
),

placed as (
    select
        split,
        count(*) as n_documents,
        sum(n_tokens) as n_tokens
    from {{ ref('placed_documents') }}
    group by split
),

filled as (
    select
        placed.split,
        placed.n_documents,
        sequences.n_sequences,
        cast(sequences.n_segments as bigint) as n_segments,
        cast(placed.n_tokens as bigint) as n_tokens,
        placed.n_tokens / cast(sequences.n_sequences * {{ var('sequence_length') }} as double) as fill_ratio
    from placed
    inner join sequences on placed.split = sequences.split
)

select * from filled
