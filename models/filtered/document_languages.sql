{{ config(materialized='measured_once', wanted='normalised_documents', key=['doc_id', 'domain', 'content_sha256']) }}

with documents as (
    select * from {{ ref('normalised_documents') }}
),

known as (
    select * from {{ this }}
),

identified as (
    select
        doc_id,
        domain,
        content_sha256,
        mp_language(case when domain <> 'code' then text end) as result
    from documents
    anti join known using (doc_id, domain, content_sha256)
),

languages as (
    select
        doc_id,
        result.language,
        result.language_score,
        result.runner_up_language,
        result.runner_up_score,
        case
            when result.language in {{ sql_strings(var('target_languages')) }} then result.language_score
            when result.runner_up_language in {{ sql_strings(var('target_languages')) }} then result.runner_up_score
            when domain <> 'code' then 0.0
        end as target_language_score,
        domain,
        content_sha256
    from identified
)

select * from languages
