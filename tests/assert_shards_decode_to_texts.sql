-- depends_on: {{ ref('token_shards') }}
-- Read back from the files, a document's segments decode to its text: every document whose id begins with 0.
with segments as (
    select
        s.segment.doc_id,
        s.segment.repetition,
        s.segment.doc_offset,
        {{ list_slice('shards.token_ids', 's.segment.start', 's.segment.length') }} as piece
    from {{ shard_rows() }} as shards
    {{ explode('shards.segments', 's', 'segment') }}
    where s.segment.doc_id like '0%'
),

joined as (
    select
        doc_id,
        repetition,
        flatten({{ ordered_list('piece', 'doc_offset') }}) as token_ids
    from segments
    group by doc_id, repetition
),

decoded as (
    select
        doc_id,
        mp_detokenise({{ list_slice('token_ids', 0, list_length('token_ids') ~ ' - 1') }}) as text
    from joined
),

mixed as (
    select
        mixed.doc_id,
        documents.content_sha256
    from {{ ref('mixed_documents') }} as mixed
    inner join {{ ref('deduped_documents') }} as documents on mixed.doc_id = documents.doc_id
    where mixed.doc_id like '0%' and mixed.repetition = 1
)

select mixed.doc_id
from mixed
left join decoded on mixed.doc_id = decoded.doc_id
where mixed.content_sha256 is distinct from {{ sha256_hex('decoded.text') }}
