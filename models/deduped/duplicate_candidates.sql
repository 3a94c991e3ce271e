with distinct_texts as (
    select * from {{ ref('distinct_texts') }}
),

keys as (
    select * from {{ ref('survivor_keys') }}
),

-- Read where they are used: an engine keeps a copy of what is read twice by one name.
buckets as (
    select
        b.band,
        count(*) as n_texts
    from {{ ref('minhash_signatures') }} as signatures
    {{ explode('signatures.bands', 'b', 'band') }}
    group by b.band
    having count(*) > 1
),

members as (
    select
        buckets.band,
        buckets.n_texts,
        distinct_texts.doc_id,
        row_number() over (partition by buckets.band order by keys.survivor_key, distinct_texts.doc_id) as place
    from {{ ref('minhash_signatures') }} as signatures
    {{ explode('signatures.bands', 'b', 'band') }}
    inner join buckets on b.band = buckets.band
    inner join distinct_texts on signatures.text_key = distinct_texts.text_key
    inner join keys on distinct_texts.doc_id = keys.doc_id
),

-- In a small bucket everybody is compared with everybody, in a full one with the best alone: n texts, n - 1 pairs.
standards as (
    select *
    from members
    where place = 1 or n_texts <= {{ whole_number_from('small_bucket_texts', 1) }}
),

pairs as (
    select distinct
        least(standards.doc_id, members.doc_id) as doc_id_a,
        greatest(standards.doc_id, members.doc_id) as doc_id_b
    from standards
    inner join members on standards.band = members.band
    where standards.place < members.place
)

select * from pairs
