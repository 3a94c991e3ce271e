with documents as (
    select * from {{ ref('stg_documents') }}
),

normalised as (
    select
        doc_id,
        source_id,
        domain,
        mp_normalise(text, domain) as result
    from documents
),

headed as (
    select
        doc_id,
        source_id,
        domain,
        result.text,
        result.is_mojibake_repaired,
        result.n_control_chars_removed,
        mp_licence_header(case when domain = 'code' then result.text end) as header
    from normalised
),

cut as (
    select
        doc_id,
        source_id,
        domain,
        {% if choice('licence_headers', ['keep', 'cut']) == 'cut' %}
            case when header.n_licence_header_chars > 0 then mp_cut_licence_header(text) else text end as text,
        {% else %}
            text,
        {% endif %}
        is_mojibake_repaired,
        n_control_chars_removed,
        header.licence,
        header.n_licence_header_chars
    from headed
),

measured as (
    select
        *,
        {{ byte_length('text') }} as n_bytes
    from cut
)

select * from measured
