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

candidates as (
    select distinct
        least(standards.doc_id, members.doc_id) as doc_id_a,
        greatest(standards.doc_id, members.doc_id) as doc_id_b
    from standards
    inner join members on standards.band = members.band
    where standards.place < members.place
),

candidate_ids as (
    select doc_id_a as doc_id from candidates
    union
    select doc_id_b as doc_id from candidates
),

-- Shingles are compared in 2 to the power of `level` parts, so that no row grows with the length of a text.
measured as (
    select
        candidates.doc_id_a,
        candidates.doc_id_b,
        cast(ceil(log2(greatest(a.n_bytes, b.n_bytes, 16384) / 16384.0)) as integer) as level
    from candidates
    inner join {{ ref('filtered_documents') }} as a on candidates.doc_id_a = a.doc_id
    inner join {{ ref('filtered_documents') }} as b on candidates.doc_id_b = b.doc_id
),

wanted as (
    select
        doc_id_a as doc_id,
        level
    from measured
    union
    select
        doc_id_b as doc_id,
        level
    from measured
),

shingled as (
    select
        documents.doc_id,
        mp_shingles({{ compared_text('documents') }}) as shingles
    from {{ ref('filtered_documents') }} as documents
    semi join candidate_ids on documents.doc_id = candidate_ids.doc_id
),

cut as (
    select
        wanted.doc_id,
        wanted.level,
        mp_shingle_parts(shingled.shingles, wanted.level) as parts
    from shingled
    inner join wanted on shingled.doc_id = wanted.doc_id
),

parts as (
    select
        cut.doc_id,
        cut.level,
        p.part.number,
        p.part.shingles,
        cut.doc_id || '/' || cut.level || '/' || p.part.number as part_id
    from cut
    {{ explode('cut.parts', 'p', 'part') }}
),

sizes as (
    select
        doc_id,
        level,
        sum({{ list_length('shingles') }}) as n_shingles
    from parts
    group by doc_id, level
),

-- One key for the second side: by three, an engine may join the parts of all texts with each other first.
common as (
    select
        measured.doc_id_a,
        measured.doc_id_b,
        sum(mp_n_common(a.shingles, b.shingles)) as n_shingles
    from measured
    inner join parts as a
        on measured.doc_id_a = a.doc_id
        and measured.level = a.level
    inner join parts as b on measured.doc_id_b || '/' || measured.level || '/' || a.number = b.part_id
    group by measured.doc_id_a, measured.doc_id_b
),

signatures as (
    select
        distinct_texts.doc_id,
        signatures.bands
    from {{ ref('minhash_signatures') }} as signatures
    inner join distinct_texts on signatures.text_key = distinct_texts.text_key
    semi join wanted on distinct_texts.doc_id = wanted.doc_id
),

verified as (
    select
        measured.doc_id_a,
        measured.doc_id_b,
        coalesce(common.n_shingles, 0)
        / cast(a.n_shingles + b.n_shingles - coalesce(common.n_shingles, 0) as double) as jaccard,
        mp_shared_bands(a_signatures.bands, b_signatures.bands) as shared_bands
    from measured
    inner join sizes as a
        on measured.doc_id_a = a.doc_id
        and measured.level = a.level
    inner join sizes as b
        on measured.doc_id_b = b.doc_id
        and measured.level = b.level
    left join common
        on measured.doc_id_a = common.doc_id_a
        and measured.doc_id_b = common.doc_id_b
    inner join signatures as a_signatures on measured.doc_id_a = a_signatures.doc_id
    inner join signatures as b_signatures on measured.doc_id_b = b_signatures.doc_id
)

select * from verified
