with documents as (
    select * from {{ ref('surviving_documents') }}
),

rules as (
    select * from {{ ref('repeated_line_rules') }}
    where is_enabled
),

lines as (
    select repeated.*
    from {{ ref('repeated_lines') }} as repeated
    inner join rules
        on repeated.domain = rules.domain
        and repeated.unit = rules.unit
        and repeated.n_documents >= rules.min_documents
        and repeated.n_words >= rules.min_words
),

hashed as (
    select
        documents.doc_id,
        documents.domain,
        mp_line_hashes(documents.text) as lines
    from documents
    semi join rules on documents.domain = rules.domain
),

places as (
    select
        hashed.doc_id,
        hashed.domain,
        l.line.line_key,
        l.line.unit,
        l.line.start_char,
        l.line.end_char
    from hashed
    {{ explode('hashed.lines', 'l', 'line') }}
),

cuts as (
    select
        places.doc_id,
        places.unit as kind,
        places.start_char,
        places.end_char,
        places.line_key
    from places
    inner join lines
        on places.domain = lines.domain
        and places.unit = lines.unit
        and places.line_key = lines.line_key
    where
        (places.doc_id <> lines.first_doc_id or places.start_char <> lines.first_start_char)
        and places.start_char > 0  -- what a text begins with is its title, as the subject that a thread shares
    {% if choice('duplicate_spans', ['keep', 'cut']) == 'cut' %}
        -- Code without some of its words does not compile.
        union all
        select
            spans.doc_id,
            'span' as kind,
            spans.start_char,
            spans.end_char,
            null as line_key
        from {{ ref('duplicate_spans') }} as spans
        inner join {{ ref('surviving_documents') }} as documents on spans.doc_id = documents.doc_id
        where documents.domain <> 'code'
    {% endif %}
)

select * from cuts
