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

measured as (
    select
        doc_id,
        source_id,
        domain,
        result.text,
        result.is_mojibake_repaired,
        result.n_control_chars_removed,
        {{ byte_length('result.text') }} as n_bytes
    from normalised
)

select * from measured
