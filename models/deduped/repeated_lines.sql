with documents as (
    select * from {{ ref('surviving_documents') }}
),

hashed as (
    select
        doc_id,
        domain,
        mp_line_hashes(text) as lines
    from documents
),

places as (
    select
        hashed.doc_id,
        hashed.domain,
        l.line.line_key,
        l.line.unit,
        l.line.start_char,
        l.line.end_char,
        l.line.n_words
    from hashed
    {{ explode('hashed.lines', 'l', 'line') }}
),

repeated as (
    select
        domain,
        unit,
        line_key
    from places
    group by domain, unit, line_key
    having count(*) > 1
),

ranked as (
    select
        places.*,
        row_number() over line_places as place,
        lag(places.doc_id) over line_places as previous_doc_id
    from places
    semi join repeated
        on places.domain = repeated.domain
        and places.unit = repeated.unit
        and places.line_key = repeated.line_key
    window line_places as (
        partition by places.domain, places.unit, places.line_key
        order by places.doc_id, places.start_char
    )
),

counted as (
    select
        domain,
        unit,
        line_key,
        count(*) filter (where doc_id is distinct from previous_doc_id) as n_documents,
        count(*) as n_occurrences,
        min(n_words) as n_words,
        min(doc_id) as first_doc_id,
        min(start_char) filter (where place = 1) as first_start_char,
        min(end_char) filter (where place = 1) as first_end_char
    from ranked
    group by domain, unit, line_key
    having min(doc_id) < max(doc_id)
)

select * from counted
