with documents as (
    select * from {{ ref('surviving_documents') }}
),

fingerprints as (
    select
        documents.doc_id,
        f.fingerprint
    from {{ ref('document_fingerprints') }} as documents
    {{ explode('documents.fingerprints', 'f', 'fingerprint') }}
),

shared as (
    select fingerprint
    from fingerprints
    group by fingerprint
    having count(*) > 1
),

candidates as (
    select
        fingerprints.doc_id,
        {{ ordered_list('fingerprints.fingerprint', 'fingerprints.fingerprint') }} as fingerprints
    from fingerprints
    semi join shared on fingerprints.fingerprint = shared.fingerprint
    group by fingerprints.doc_id
),

hashed as (
    select
        documents.doc_id,
        mp_windows(documents.text, candidates.fingerprints) as windows
    from documents
    inner join candidates on documents.doc_id = candidates.doc_id
),

windows as (
    select
        hashed.doc_id,
        w.words.window_key,
        w.words.start_word,
        w.words.end_word,
        w.words.start_char,
        w.words.end_char
    from hashed
    {{ explode('hashed.windows', 'w', 'words') }}
),

located as (
    select
        *,
        first_value(doc_id) over places as first_doc_id,
        first_value(end_word) over places as first_end_word,
        first_value(start_char) over places as first_start_char
    from windows
    window places as (partition by window_key order by doc_id, start_word)
),

-- A window that overlaps its first place is no second one: of a word said a hundred times, fifty stay.
repeated as (
    select
        *,
        lag(end_word) over (partition by doc_id order by start_word) as previous_end_word
    from located
    where doc_id <> first_doc_id or start_word >= first_end_word
),

numbered as (
    select
        *,
        sum(case when start_word <= previous_end_word then 0 else 1 end) over (
            partition by doc_id
            order by start_word
            rows unbounded preceding
        ) as span
    from repeated
),

spans as (
    select
        doc_id,
        min(start_char) as start_char,
        max(end_char) as end_char,
        max(end_word) - min(start_word) as n_words,
        min_by(first_doc_id, start_word) as first_doc_id,
        min_by(first_start_char, start_word) as first_start_char
    from numbered
    group by doc_id, span
)

select * from spans
