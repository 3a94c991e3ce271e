with items as (
    select * from {{ ref('benchmark_items') }}
),

matched as (
    select
        benchmark,
        count(distinct doc_id) as n_documents,
        count(distinct item) as n_matched_items
    from {{ ref('contamination_matches') }}
    where not is_common
    group by benchmark
),

counted as (
    select
        benchmark,
        count(distinct item) as n_items,
        count(distinct item) filter (where left_out is null) as n_searched_items
    from items
    group by benchmark
),

covered as (
    select
        counted.benchmark,
        counted.n_items,
        counted.n_searched_items,
        coalesce(matched.n_matched_items, 0) as n_matched_items,
        coalesce(matched.n_documents, 0) as n_documents
    from counted
    left join matched on counted.benchmark = matched.benchmark
)

select * from covered
