with documents as (
    select
        doc_id,
        source_id
    from {{ ref('filtered_documents') }}
),

published as (
    select
        doc_id,
        {{ epoch_seconds('published_at') }} as published_at
    from {{ ref('stg_documents') }}
    where published_at is not null
),

signals as (
    select * from {{ unpivot_signals(ref('document_signals')) }}
),

preferences as (
    select * from {{ ref('survivor_preferences') }}
),

-- A source's place in the list `prefer`; one that is not in it has none.
measures as (
    select
        documents.doc_id,
        preferences.priority,
        cast(
            nullif(instr(' ' || preferences.prefer || ' ', ' ' || documents.source_id || ' '), 0) as double
        ) as measure
    from documents
    cross join preferences
    where preferences.measure = 'source_id'
    union all
    select
        published.doc_id,
        preferences.priority,
        case preferences.prefer when 'most' then -published.published_at else published.published_at end as measure
    from published
    cross join preferences
    where preferences.measure = 'published_at'
    union all
    select
        signals.doc_id,
        preferences.priority,
        case preferences.prefer when 'most' then -signals.observed else signals.observed end as measure
    from signals
    inner join preferences on signals.signal = preferences.measure
),

keyed as (
    select
        documents.doc_id,
        {{
            ordered_list("coalesce(measures.measure, cast('infinity' as double))", 'preferences.priority')
        }} as survivor_key
    from documents
    cross join preferences
    left join measures
        on documents.doc_id = measures.doc_id
        and preferences.priority = measures.priority
    group by documents.doc_id
)

select * from keyed
