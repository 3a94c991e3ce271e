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
        count(*) over (partition by split) as n_shards,
        row_number() over (partition by split order by shard_index) - 1 as place
    from sequences
    group by split, shard_index
),

named as (
    select
        split || '-' || lpad(cast(place as string), 6, '0')
        || '-of-' || lpad(cast(n_shards as string), 6, '0') as shard_id,
        split,
        shard_index,
        n_sequences,
        n_tokens
    from shards
)

select * from named
