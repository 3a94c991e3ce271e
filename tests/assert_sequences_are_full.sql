-- A sequence is as long as asked, but for the last of its shard, and its segments cover it from end to end.
with sequences as (
    select
        sequence_id,
        {{ list_length('token_ids') }} as n_tokens,
        row_number() over (partition by split, shard_index order by sequence_id desc) = 1 as is_last,
        segments
    from {{ ref('packed_sequences') }}
),

covered as (
    select
        sequences.sequence_id,
        sum(s.segment.length) as n_covered,
        max(s.segment.start + s.segment.length) as last_end,
        min(s.segment.start) as first_start
    from sequences
    {{ explode('sequences.segments', 's', 'segment') }}
    group by sequences.sequence_id
)

select
    sequences.sequence_id,
    sequences.n_tokens
from sequences
left join covered on sequences.sequence_id = covered.sequence_id
where
    sequences.n_tokens > {{ var('sequence_length') }}
    or (sequences.n_tokens < {{ var('sequence_length') }} and not sequences.is_last)
    or covered.n_covered is distinct from sequences.n_tokens
    or covered.last_end <> sequences.n_tokens
    or covered.first_start <> 0
