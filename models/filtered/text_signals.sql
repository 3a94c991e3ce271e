{{ config(materialized='measured_once', wanted='normalised_documents', key=['doc_id', 'domain', 'content_sha256']) }}

with documents as (
    select * from {{ ref('normalised_documents') }}
),

known as (
    select * from {{ this }}
),

measured as (
    select
        doc_id,
        domain,
        content_sha256,
        mp_text_signals(text) as signals,
        mp_compressibility(text) as compressibility,
        mp_flagged_words(text) as n_flagged_words,
        mp_quality(text) as quality_score,
        mp_code_signals(case when domain = 'code' then text end) as code_signals,
        mp_markup_line_ratio(case when domain = 'web' then text end) as markup_line_ratio
    from documents
    anti join known using (doc_id, domain, content_sha256)
)

select * from measured
