with near_duplicates as (
    select
        doc_id_a,
        doc_id_b
    from {{ ref('near_duplicates') }}
),

keys as (
    select * from {{ ref('survivor_keys') }}
),

concerned as (
    select doc_id_a as doc_id from near_duplicates
    union
    select doc_id_b as doc_id from near_duplicates
),

-- A key begins with its range. Texts are numbered within their range, and only the ranges are in one order.
numbered as (
    select
        keys.doc_id,
        {{ list_slice('keys.survivor_key', 0, 3) }} as key_range,
        row_number() over (
            partition by {{ list_slice('keys.survivor_key', 0, 3) }}
            order by keys.survivor_key, keys.doc_id
        ) as place_in_range
    from keys
    semi join concerned on keys.doc_id = concerned.doc_id
),

ranges as (
    select
        key_range,
        sum(max(place_in_range)) over (order by key_range rows unbounded preceding) - max(place_in_range) as n_before
    from numbered
    group by key_range
),

placed as (
    select
        numbered.doc_id,
        cast(ranges.n_before + numbered.place_in_range as bigint) as place
    from numbered
    inner join ranges on numbered.key_range = ranges.key_range
)

select * from placed
