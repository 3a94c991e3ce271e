with pairs as (
    select
        doc_id_a,
        doc_id_b,
        least(floor(jaccard * 20), 19) as bin
    from {{ ref('duplicate_pairs') }}
),

near as (
    select
        doc_id_a,
        doc_id_b
    from {{ ref('near_duplicates') }}
),

counted as (
    select
        pairs.bin,
        count(*) as n_pairs,
        count(near.doc_id_a) as n_near
    from pairs
    left join near
        on pairs.doc_id_a = near.doc_id_a
        and pairs.doc_id_b = near.doc_id_b
    group by pairs.bin
),

binned as (
    select
        b.bin / 20.0 as low,
        (b.bin + 1) / 20.0 as high,
        coalesce(counted.n_pairs, 0) as n_pairs,
        coalesce(counted.n_near, 0) as n_near,
        mp_candidate_probability(cast((b.bin + 0.5) / 20.0 as double)) as candidate_probability
    from (select 0 as first_bin) as bins
    {{ explode(integers('bins.first_bin', 19), 'b', 'bin') }}
    left join counted on b.bin = counted.bin
)

select * from binned
