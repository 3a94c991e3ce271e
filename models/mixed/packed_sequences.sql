{{ config(shards='placed_documents') }}

{%- set sequence_length = var('sequence_length') -%}

with placed as (
    select * from {{ ref('placed_documents') }}
),

tokenised as (
    select
        doc_id,
        token_ids
    from {{ ref('tokenised_documents') }}
),

cut as (
    select
        placed.*,
        s.sequence_index
    from placed
    {{ explode(
        integers(
            quotient('placed.first_token', sequence_length),
            quotient('placed.first_token + placed.n_tokens - 1', sequence_length)
        ),
        's', 'sequence_index',
    ) }}
),

segments as (
    select
        doc_id,
        repetition,
        split,
        shard_index,
        sequence_index,
        cast(greatest(sequence_index * {{ sequence_length }} - first_token, 0) as integer) as doc_offset,
        cast(greatest(first_token - sequence_index * {{ sequence_length }}, 0) as integer) as start,
        cast(
            least(first_token + n_tokens, (sequence_index + 1) * {{ sequence_length }})
            - greatest(first_token, sequence_index * {{ sequence_length }}) as integer
        ) as length
    from cut
),

sliced as (
    select
        segments.*,
        {{ list_slice('tokenised.token_ids', 'segments.doc_offset', 'segments.length') }} as piece
    from segments
    inner join tokenised on segments.doc_id = tokenised.doc_id
),

packed as (
    select
        split,
        shard_index,
        sequence_index,
        flatten({{ ordered_list('piece', 'start') }}) as token_ids,
        {{ ordered_list(struct_of(['doc_id', 'repetition', 'doc_offset', 'start', 'length']), 'start') }} as segments
    from sliced
    group by split, shard_index, sequence_index
),

numbered as (
    select
        split || '-' || lpad(cast(shard_index as string), 6, '0')
        || '-' || lpad(cast(sequence_index as string), 10, '0') as sequence_id,
        split,
        shard_index,
        token_ids,
        segments
    from packed
)

select * from numbered
