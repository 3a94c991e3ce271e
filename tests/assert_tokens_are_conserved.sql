-- Every token of every mixed document stands in exactly one place: its segments are as long as it and leave no gap.
with segments as (
    select
        sequences.split,
        s.segment.doc_id,
        s.segment.repetition,
        s.segment.doc_offset,
        s.segment.length
    from {{ ref('packed_sequences') }} as sequences
    {{ explode('sequences.segments', 's', 'segment') }}
),

placed as (
    select
        *,
        sum(length) over (
            partition by split, doc_id, repetition
            order by doc_offset
            rows unbounded preceding
        ) - length as expected_offset
    from segments
),

packed as (
    select
        split,
        doc_id,
        repetition,
        sum(length) as n_tokens,
        count(*) filter (where doc_offset <> expected_offset) as n_gaps
    from placed
    group by all
)

select
    mixed.doc_id,
    mixed.repetition,
    mixed.n_tokens,
    packed.n_tokens as n_packed
from {{ ref('mixed_documents') }} as mixed
full join packed
    on mixed.split = packed.split
    and mixed.doc_id = packed.doc_id
    and mixed.repetition = packed.repetition
where
    mixed.n_tokens is distinct from packed.n_tokens
    or packed.n_gaps > 0
