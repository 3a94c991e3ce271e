with planted as (
    select * from {{ ref('planted_outcomes') }}
),

judgements as (
    select judgement
    from (values ('rejected'), ('dropped'), ('duplicate'), ('redacted'), ('repaired')) as j (judgement)
),

-- What each judgement says of, by itself or with the kind of finding.
judged as (
    select
        'rejected' as judgement,
        source_file || '#' || cast(line_number as string) as item
    from {{ ref('stg_lines') }}
    where reason is not null
    union
    select
        'dropped' as judgement,
        doc_id as item
    from {{ ref('document_verdicts') }}
    union
    select
        'duplicate' as judgement,
        doc_id as item
    from {{ ref('duplicate_clusters') }}
    union
    select
        'redacted' as judgement,
        doc_id || ' ' || kind as item
    from {{ ref('pii_findings') }}
    union
    select
        'repaired' as judgement,
        doc_id as item
    from {{ ref('normalised_documents') }}
    where is_mojibake_repaired or n_entities_unescaped > 0
),

expected as (
    select
        expect as judgement,
        case expect
            when 'rejected' then source_file || '#' || cast(line_number as string)
            when 'redacted' then doc_id || ' ' || variant
            else doc_id
        end as item
    from planted
    where not (kind = 'hostile' and expect = 'repaired')
    union
    select
        expect as judgement,
        original_id as item
    from planted
    where expect = 'duplicate'
),

compared as (
    select
        coalesce(judged.judgement, expected.judgement) as judgement,
        judged.item is not null as is_judged,
        expected.item is not null as is_expected
    from judged
    full join expected
        on judged.judgement = expected.judgement
        and judged.item = expected.item
),

counted as (
    select
        judgements.judgement,
        count(*) filter (where compared.is_expected) as n_expected,
        count(*) filter (where compared.is_judged) as n_judged,
        count(*) filter (where compared.is_expected and compared.is_judged) as n_right
    from judgements
    left join compared
        on judgements.judgement = compared.judgement
        and exists (select 1 from planted)
    group by judgements.judgement
),

scored as (
    select
        *,
        case when n_expected > 0 then n_right / nullif(cast(n_judged as double), 0) end as precision_ratio,
        n_right / nullif(cast(n_expected as double), 0) as recall_ratio
    from counted
)

select * from scored
