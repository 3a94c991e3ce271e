with shards as (
    select
        shard_id,
        split,
        path,
        n_sequences,
        n_tokens,
        n_bytes,
        sha256
    from {{ ref('token_shards') }}
)

select * from shards
