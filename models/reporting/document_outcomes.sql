{{ config(pre_hook="{{ keep_previous_outcomes() }}", post_hook="{{ have_previous_outcomes() }}") }}

with documents as (
    select
        doc_id,
        source_id
    from {{ ref('stg_documents') }}
),

verdicts as (
    select
        doc_id,
        {{ ordered_list('rule_id', 'rule_id') }} as rule_ids
    from {{ ref('document_verdicts') }}
    group by doc_id
),

clusters as (
    select * from {{ ref('duplicate_clusters') }}
),

trimmed_away as (
    select doc_id from {{ ref('trimmed_documents') }}
    where not is_left
),

first_places as (
    select
        s.segment.doc_id,
        min(sequences.split) as split,
        min(sequences.shard_index) as shard_index,
        min(sequences.sequence_id) as sequence_id
    from {{ ref('packed_sequences') }} as sequences
    {{ explode('sequences.segments', 's', 'segment') }}
    where s.segment.repetition = 1
    group by s.segment.doc_id
),

shards as (
    select
        shard_id,
        split,
        shard_index
    from {{ ref('token_shards') }}
),

outcomes as (
    select
        documents.doc_id,
        documents.source_id,
        case
            when verdicts.doc_id is not null then 'dropped'
            when not coalesce(clusters.is_representative, true) then 'duplicate'
            when trimmed_away.doc_id is not null then 'trimmed_away'
            when first_places.doc_id is null then 'not_drawn'
            else first_places.split
        end as outcome,
        verdicts.rule_ids,
        clusters.cluster_id,
        clusters.cluster_id as representative_id,
        shards.shard_id,
        first_places.sequence_id
    from documents
    left join verdicts on documents.doc_id = verdicts.doc_id
    left join clusters on documents.doc_id = clusters.doc_id
    left join trimmed_away on documents.doc_id = trimmed_away.doc_id
    left join first_places on documents.doc_id = first_places.doc_id
    left join shards
        on first_places.split = shards.split
        and first_places.shard_index = shards.shard_index
)

select * from outcomes
