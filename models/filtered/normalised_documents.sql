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

pruned as (
    select
        doc_id,
        source_id,
        domain,
        result,
        mp_cut_boilerplate(result.text, domain) as pruning
    from normalised
),

headed as (
    select
        doc_id,
        source_id,
        domain,
        pruning.text,
        pruning.cuts as boilerplate_cuts,
        result.is_mojibake_repaired,
        result.n_control_chars_removed,
        result.n_entities_unescaped,
        mp_licence_header(case when domain = 'code' then pruning.text end) as header
    from pruned
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
        n_entities_unescaped,
        boilerplate_cuts,
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
