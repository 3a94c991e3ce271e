with rules as (
    select * from {{ ref('quality_rules') }}
),

documents as (
    select
        doc_id,
        source_id,
        n_bytes
    from {{ ref('normalised_documents') }}
),

tokens_per_byte as (
    select
        source_id,
        n_tokens / nullif(cast(n_bytes as double), 0) as ratio
    from {{ ref('funnel_by_source') }}
    where stage = 'deduped'
),

judged as (
    select
        rule_id,
        domain,
        count(*) as n_documents,
        count(*) filter (where is_dropped) as n_dropped,
        count(*) filter (where is_dropped and not is_dropped_by_others) as n_dropped_alone
    from {{ ref('rule_observations') }}
    group by rule_id, domain
),

dropped as (
    select
        observations.rule_id,
        observations.domain,
        observations.is_dropped_by_others,
        documents.n_bytes,
        documents.n_bytes * coalesce(tokens_per_byte.ratio, 0) as n_tokens
    from {{ ref('rule_observations') }} as observations
    inner join documents on observations.doc_id = documents.doc_id
    left join tokens_per_byte on documents.source_id = tokens_per_byte.source_id
    where observations.is_dropped
),

weighed as (
    select
        rule_id,
        domain,
        sum(n_bytes) as n_dropped_bytes,
        sum(n_bytes) filter (where not is_dropped_by_others) as n_dropped_alone_bytes,
        sum(n_tokens) as n_dropped_tokens,
        sum(n_tokens) filter (where not is_dropped_by_others) as n_dropped_alone_tokens
    from dropped
    group by rule_id, domain
),

impacts as (
    select
        rules.rule_id,
        rules.domain,
        rules.signal,
        rules.operator,
        rules.threshold,
        rules.is_enabled,
        rules.reference,
        rules.rationale,
        coalesce(judged.n_documents, 0) as n_documents,
        coalesce(judged.n_dropped, 0) as n_dropped,
        coalesce(judged.n_dropped_alone, 0) as n_dropped_alone,
        cast(coalesce(weighed.n_dropped_bytes, 0) as bigint) as n_dropped_bytes,
        cast(coalesce(weighed.n_dropped_alone_bytes, 0) as bigint) as n_dropped_alone_bytes,
        cast(round(coalesce(weighed.n_dropped_tokens, 0)) as bigint) as n_dropped_tokens,
        cast(round(coalesce(weighed.n_dropped_alone_tokens, 0)) as bigint) as n_dropped_alone_tokens,
        1 - judged.n_dropped / nullif(cast(judged.n_documents as double), 0) as kept_ratio
    from rules
    left join judged
        on rules.rule_id = judged.rule_id
        and rules.domain = judged.domain
    left join weighed
        on rules.rule_id = weighed.rule_id
        and rules.domain = weighed.domain
)

select * from impacts
