with candidates as (
    select * from {{ ref('duplicate_candidates') }}
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

levels as (
    select
        doc_id,
        {{ ordered_list('level', 'level') }} as levels
    from wanted
    group by doc_id
),

shingled as (
    select
        documents.doc_id,
        levels.levels,
        mp_shingles({{ compared_text('documents') }}) as shingles
    from {{ ref('filtered_documents') }} as documents
    inner join levels on documents.doc_id = levels.doc_id
),

cut as (
    select
        shingled.doc_id,
        l.level,
        mp_shingle_parts(shingled.shingles, l.level) as parts
    from shingled
    {{ explode('shingled.levels', 'l', 'level') }}
),

parts as (
    select
        p.part.shingles,
        cut.doc_id || '/' || cut.level || '/' || p.part.number as part_id
    from cut
    {{ explode('cut.parts', 'p', 'part') }}
),

-- Both sides are met by the same key, so that an engine can make and move the parts once for both.
numbered as (
    select
        measured.doc_id_a,
        measured.doc_id_b,
        measured.doc_id_a || '/' || measured.level || '/' || n.number as part_id_a,
        measured.doc_id_b || '/' || measured.level || '/' || n.number as part_id_b
    from measured
    {{ explode(integers('0', 'cast(power(2, measured.level) as bigint) - 1'), 'n', 'number') }}
),

compared as (
    select
        numbered.doc_id_a,
        numbered.doc_id_b,
        coalesce(sum({{ list_length('a.shingles') }}), 0)
        + coalesce(sum({{ list_length('b.shingles') }}), 0) as n_shingles,
        coalesce(sum(mp_n_common(a.shingles, b.shingles)), 0) as n_common
    from numbered
    left join parts as a on numbered.part_id_a = a.part_id
    left join parts as b on numbered.part_id_b = b.part_id
    group by numbered.doc_id_a, numbered.doc_id_b
),

signatures as (
    select
        distinct_texts.doc_id,
        signatures.bands
    from {{ ref('minhash_signatures') }} as signatures
    inner join {{ ref('distinct_texts') }} as distinct_texts on signatures.text_key = distinct_texts.text_key
    semi join levels on distinct_texts.doc_id = levels.doc_id
),

verified as (
    select
        compared.doc_id_a,
        compared.doc_id_b,
        compared.n_common / cast(compared.n_shingles - compared.n_common as double) as jaccard,
        mp_shared_bands(a.bands, b.bands) as shared_bands
    from compared
    inner join signatures as a on compared.doc_id_a = a.doc_id
    inner join signatures as b on compared.doc_id_b = b.doc_id
)

select * from verified
