with outcomes as (
    select
        doc_id,
        source_id,
        outcome
    from {{ ref('document_outcomes') }}
),

scores as (
    select
        doc_id,
        language,
        language_score,
        runner_up_language,
        floor(language_score * 10) as bin
    from {{ ref('document_languages') }}
    where language_score < 0.9
),

drawn as (
    select
        outcomes.source_id,
        scores.bin / 10.0 as low,
        row_number() over (
            partition by outcomes.source_id, scores.bin
            order by {{ seeded_key('language', 'scores.doc_id') }}
        ) as place,
        scores.doc_id,
        scores.language,
        scores.language_score,
        scores.runner_up_language,
        outcomes.outcome
    from scores
    inner join outcomes on scores.doc_id = outcomes.doc_id
),

samples as (
    select
        source_id,
        low,
        cast(place as integer) as place,
        doc_id,
        language,
        language_score,
        runner_up_language,
        outcome
    from drawn
    where place <= 3
)

select * from samples
