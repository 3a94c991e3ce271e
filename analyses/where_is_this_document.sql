-- Where is this document in the shards? Every piece of it: file, sequence, place in both.
select
    shards.path,
    sequences.sequence_id,
    s.segment.repetition,
    s.segment."start" as start_in_sequence,
    s.segment.doc_offset as start_in_document,
    s.segment.length as n_tokens
from mixed.packed_sequences as sequences
cross join unnest(sequences.segments) as s (segment)
inner join mixed.token_shards as shards
    on sequences.split = shards.split
    and sequences.shard_index = shards.shard_index
where s.segment.doc_id = (select min(doc_id) from mixed.mixed_documents)
order by s.segment.repetition, s.segment.doc_offset
