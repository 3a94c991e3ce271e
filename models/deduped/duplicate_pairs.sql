with signatures as (
    select * from {{ ref('minhash_signatures') }}
),

documents as (
    select * from {{ ref('filtered_documents') }}
),

bands as (
    select
        signatures.doc_id,
        b.band
    from signatures
    {{ explode('signatures.bands', 'b', 'band') }}
),

buckets as (
    select
        band,
        doc_id,
        row_number() over (partition by band order by doc_id) as place
    from bands
    qualify count(*) over (partition by band) > 1
),

-- A bucket of n documents gives at most n × (bucket_neighbours + 1) candidates, never n².
partners as (
    select
        buckets.band,
        buckets.doc_id,
        p.place
    from buckets
    {{ explode(
        integers('greatest(1, buckets.place - ' ~ var('bucket_neighbours') ~ ')', 'buckets.place - 1'), 'p', 'place'
    ) }}
    union all
    select
        band,
        doc_id,
        1 as place
    from buckets
    where place > 1 + {{ var('bucket_neighbours') }}
),

candidates as (
    select
        least(partners.doc_id, buckets.doc_id) as doc_id_a,
        greatest(partners.doc_id, buckets.doc_id) as doc_id_b,
        count(*) as n_shared_bands
    from partners
    inner join buckets
        on partners.band = buckets.band
        and partners.place = buckets.place
    group by all
),

candidate_ids as (
    select doc_id_a as doc_id from candidates
    union
    select doc_id_b as doc_id from candidates
),

shingled as (
    select
        documents.doc_id,
        mp_shingles(documents.text) as shingles
    from documents
    semi join candidate_ids on documents.doc_id = candidate_ids.doc_id
),

verified as (
    select
        candidates.doc_id_a,
        candidates.doc_id_b,
        candidates.n_shared_bands,
        mp_jaccard(a.shingles, b.shingles) as jaccard
    from candidates
    inner join shingled as a on candidates.doc_id_a = a.doc_id
    inner join shingled as b on candidates.doc_id_b = b.doc_id
)

select * from verified
