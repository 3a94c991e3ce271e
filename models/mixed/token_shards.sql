{{ config(materialized='token_shards') }}

with sequences as (
    select
        split,
        shard_index,
        {{ list_length('token_ids') }} as n_tokens
    from {{ ref('packed_sequences') }}
),

shards as (
    select
        split,
        shard_index,
        count(*) as n_sequences,
        cast(sum(n_tokens) as bigint) as n_tokens,
        1 + max(shard_index) over (partition by split) as n_shards
    from sequences
    group by split, shard_index
),

named as (
    select
        split || '-' || lpad(cast(shard_index as string), 5, '0')
        || '-of-' || lpad(cast(n_shards as string), 5, '0') as shard_id,
        split,
        shard_index,
        n_sequences,
        n_tokens
    from shards
)

select * from named
