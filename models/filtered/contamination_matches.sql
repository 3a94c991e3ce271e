with searches as (
    select * from {{ ref('contamination_searches') }}
),

items as (
    select * from {{ ref('benchmark_items') }}
),

exploded as (
    select
        searches.doc_id,
        m.found.passage_id,
        m.found.start_char,
        m.found.end_char,
        m.found.n_matched_words,
        m.found.longest_run,
        m.found.overlap_ratio,
        m.found.overlap_ratio >= 0.9 as is_whole
    from searches
    {{ explode('searches.matches', 'm', 'found') }}
),

counted as (
    select
        passage_id,
        is_whole,
        count(distinct doc_id) as n_documents
    from exploded
    group by passage_id, is_whole
),

matches as (
    select
        exploded.doc_id,
        items.benchmark,
        items.item,
        items.field,
        exploded.passage_id,
        exploded.start_char,
        exploded.end_char,
        exploded.n_matched_words,
        exploded.longest_run,
        exploded.overlap_ratio,
        counted.n_documents,
        counted.n_documents > {{ var('common_passage_documents') }} as is_common
    from exploded
    inner join items on exploded.passage_id = items.passage_id
    inner join counted
        on exploded.passage_id = counted.passage_id
        and exploded.is_whole = counted.is_whole
)

select * from matches
