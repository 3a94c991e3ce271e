{{ config(materialized='measured_once', wanted='stg_documents', key=['doc_id', 'domain', 'raw_sha256']) }}

with documents as (
    select * from {{ ref('stg_documents') }}
),

known as (
    select * from {{ this }}
),

normalised as (
    select
        doc_id,
        source_id,
        domain,
        raw_sha256,
        mp_normalise(text, domain) as result
    from documents
    anti join known using (doc_id, domain, raw_sha256)
),

pruned as (
    select
        doc_id,
        source_id,
        domain,
        raw_sha256,
        result,
        mp_cut_boilerplate(result.text, domain) as pruning
    from normalised
),

headed as (
    select
        doc_id,
        source_id,
        domain,
        raw_sha256,
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
        raw_sha256,
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
        {{ byte_length('text') }} as n_bytes,
        {{ sha256_hex('text') }} as content_sha256
    from cut
)

select * from measured
