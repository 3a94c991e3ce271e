with cuts as (
    select
        doc_id,
        {{ ordered_list(struct_of(['start_char', 'end_char']), 'start_char, end_char') }} as spans
    from {{ ref('text_cuts') }}
    group by doc_id
),

-- The survivors are read where they are used: an engine keeps a copy of what is read twice by one name, text and all.
whole as (
    select documents.content_sha256
    from {{ ref('surviving_documents') }} as documents
    anti join cuts on documents.doc_id = cuts.doc_id
),

cut as (
    select
        documents.doc_id,
        documents.source_id,
        documents.domain,
        mp_cut(documents.text, cuts.spans) as text
    from {{ ref('surviving_documents') }} as documents
    inner join cuts on documents.doc_id = cuts.doc_id
),

measured as (
    select
        *,
        {{ byte_length('text') }} as n_bytes,
        {{ sha256_hex('text') }} as content_sha256,
        mp_text_key(text) is not null as has_words
    from cut
),

trimmed as (
    select
        measured.doc_id,
        measured.source_id,
        measured.domain,
        measured.text,
        measured.n_bytes,
        measured.content_sha256,
        measured.has_words
        and whole.content_sha256 is null
        and row_number() over (partition by measured.content_sha256 order by measured.doc_id) = 1 as is_left
    from measured
    left join whole on measured.content_sha256 = whole.content_sha256
)

select * from trimmed
