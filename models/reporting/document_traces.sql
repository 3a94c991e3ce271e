with outcomes as (
    select * from {{ ref('document_outcomes') }}
),

-- Who changed in the largest changes, and a duplicate of each cluster that is shown, have a page too.
ranked_changes as (
    select
        example_doc_ids,
        row_number() over (
            order by n_documents desc, source_id, outcome_before, outcome_after, example_doc_ids
        ) as place
    from {{ ref('outcome_changes') }}
),

changes as (
    select example_doc_ids from ranked_changes
    where place <= 4
),

named as (
    select e.doc_id
    from changes
    {{ explode('changes.example_doc_ids', 'e', 'doc_id') }}
    union
    select doc_id from {{ ref('sampled_clusters') }}
    where place = 2
),

ranked as (
    select
        outcomes.*,
        {{ seeded_key('trace', 'doc_id') }} as trace_key,
        row_number() over (
            partition by source_id, outcome
            order by {{ seeded_key('trace', 'doc_id') }}
        ) as rank_in_group
    from outcomes
),

-- The first of each source and outcome, then the second, until there are enough.
sampled as (
    select *
    from ranked
    qualify row_number() over (order by rank_in_group, trace_key) <= 60
    union
    select * from ranked
    where doc_id in (select doc_id from named)
),

lines as (
    select
        doc_id,
        source_file,
        line_number,
        n_bytes
    from {{ ref('stg_lines') }}
    where reason is null
),

lengths as (
    select
        doc_id,
        n_chars,
        n_words,
        language
    from {{ ref('document_signals') }}
),

findings as (
    select
        doc_id,
        count(*) as n_findings
    from {{ ref('pii_findings') }}
    group by doc_id
),

clusters as (
    select
        doc_id,
        kind,
        jaccard,
        count(*) over (partition by cluster_id) as n_documents
    from {{ ref('duplicate_clusters') }}
),

cuts as (
    select
        doc_id,
        count(*) as n_cuts
    from {{ ref('text_cuts') }}
    group by doc_id
),

tokens as (
    select
        doc_id,
        n_tokens
    from {{ ref('tokenised_documents') }}
),

repetitions as (
    select
        doc_id,
        count(*) as n_repetitions
    from {{ ref('mixed_documents') }}
    group by doc_id
),

starts as (
    select
        sequences.sequence_id,
        s.segment.doc_id,
        s.segment.start
    from {{ ref('packed_sequences') }} as sequences
    {{ explode('sequences.segments', 's', 'segment') }}
    where s.segment.repetition = 1 and s.segment.doc_offset = 0
),

traced as (
    select
        sampled.doc_id,
        sampled.source_id,
        sampled.outcome,
        lines.source_file,
        lines.line_number,
        lines.n_bytes,
        lengths.n_chars,
        lengths.n_words,
        lengths.language,
        sampled.rule_ids,
        coalesce(findings.n_findings, 0) as n_pii_findings,
        sampled.cluster_id,
        coalesce(clusters.n_documents, 1) as n_cluster_documents,
        clusters.kind as duplicate_kind,
        clusters.jaccard,
        coalesce(cuts.n_cuts, 0) as n_cuts,
        tokens.n_tokens,
        coalesce(repetitions.n_repetitions, 0) as n_repetitions,
        sampled.shard_id,
        sampled.sequence_id,
        starts.start
    from sampled
    inner join lines on sampled.doc_id = lines.doc_id
    left join lengths on sampled.doc_id = lengths.doc_id
    left join findings on sampled.doc_id = findings.doc_id
    left join clusters on sampled.doc_id = clusters.doc_id
    left join cuts on sampled.doc_id = cuts.doc_id
    left join tokens on sampled.doc_id = tokens.doc_id
    left join repetitions on sampled.doc_id = repetitions.doc_id
    left join starts
        on sampled.doc_id = starts.doc_id
        and sampled.sequence_id = starts.sequence_id
)

select * from traced
