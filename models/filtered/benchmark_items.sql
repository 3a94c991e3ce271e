-- depends_on: {{ source('raw', 'benchmarks') }}
with passages as (
    select * from {{ benchmark_passages() }}
),

described as (
    select
        passage_id,
        benchmark,
        item,
        item_id,
        field,
        mp_describe_passage(passage_id) as description
    from passages
),

items as (
    select
        passage_id,
        benchmark,
        item,
        item_id,
        field,
        description.is_code,
        description.n_words,
        description.left_out
    from described
)

select * from items
