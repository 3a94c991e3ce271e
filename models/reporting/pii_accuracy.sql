with kinds as (
    select kind from {{ ref('pii_kinds') }}
),

planted as (
    select
        doc_id,
        variant as kind,
        start_char,
        end_char
    from {{ ref('planted_outcomes') }}
    where kind in ('pii', 'secret')
),

found as (
    select
        doc_id,
        kind,
        start_char,
        end_char
    from {{ ref('pii_findings') }}
    where exists (select 1 from planted)
),

compared as (
    select
        coalesce(planted.kind, found.kind) as kind,
        planted.kind is not null as is_planted,
        found.kind is not null as is_found
    from planted
    full join found
        on planted.doc_id = found.doc_id
        and planted.kind = found.kind
        and planted.start_char = found.start_char
        and planted.end_char = found.end_char
),

counted as (
    select
        kinds.kind,
        count(*) filter (where compared.is_planted) as n_planted,
        count(*) filter (where compared.is_found) as n_found,
        count(*) filter (where compared.is_planted and compared.is_found) as n_right
    from kinds
    left join compared on kinds.kind = compared.kind
    group by kinds.kind
),

scored as (
    select
        *,
        n_right / nullif(cast(n_found as double), 0) as precision_ratio,
        n_right / nullif(cast(n_planted as double), 0) as recall_ratio
    from counted
)

select * from scored
