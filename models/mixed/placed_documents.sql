with documents as (
    select * from {{ ref('mixed_documents') }}
),

shard_counts as (
    select
        split,
        cast(ceil(sum(n_tokens) / cast({{ var('shard_tokens') }} as double)) as bigint) as n_shards
    from documents
    group by split
),

-- The order key is uniform: equal ranges of it make shards of about equal size, and each shard is ordered by itself.
assigned as (
    select
        documents.*,
        cast(floor({{ hex_share('documents.order_key') }} * shard_counts.n_shards) as integer) as shard_index
    from documents
    inner join shard_counts on documents.split = shard_counts.split
),

placed as (
    select
        doc_id,
        repetition,
        source_id,
        split,
        shard_index,
        n_tokens,
        sum(n_tokens) over (
            partition by split, shard_index
            order by order_key, doc_id
            rows unbounded preceding
        ) - n_tokens as first_token
    from assigned
)

select
    doc_id,
    repetition,
    source_id,
    split,
    shard_index,
    n_tokens,
    cast(first_token as bigint) as first_token
from placed
