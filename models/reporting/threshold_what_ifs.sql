{%- set factors = [0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2] -%}

with rules as (
    select * from {{ ref('quality_rules') }}
),

fallen as (
    select distinct doc_id
    from {{ ref('document_verdicts') }}
),

domains as (
    select
        documents.domain,
        count(*) as n_documents,
        count(fallen.doc_id) as n_dropped
    from {{ ref('normalised_documents') }} as documents
    left join fallen on documents.doc_id = fallen.doc_id
    group by documents.domain
),

counted as (
    select
        rules.rule_id,
        rules.domain,
        rules.threshold,
        count(*) filter (where observations.is_dropped or observations.is_dropped_by_others) as n_dropped_now,
        count(*) filter (where observations.is_dropped_by_others) as n_dropped_by_others
        {%- for factor in factors %}
            ,
            count(*) filter (
                where not {{ passes('observations.observed', 'rules.operator', 'rules.threshold * ' ~ factor) }}
            ) as n_dropped_{{ loop.index }},
            count(*) filter (
                where not observations.is_dropped_by_others
                and not {{ passes('observations.observed', 'rules.operator', 'rules.threshold * ' ~ factor) }}
            ) as n_dropped_alone_{{ loop.index }}
        {%- endfor %}
    from {{ ref('rule_observations') }} as observations
    inner join rules
        on observations.rule_id = rules.rule_id
        and observations.domain = rules.domain
    group by rules.rule_id, rules.domain, rules.threshold
),

moved as (
    {% for factor in factors %}
        select
            rule_id,
            domain,
            cast({{ factor }} as double) as factor,
            threshold * {{ factor }} as threshold,
            n_dropped_now,
            n_dropped_by_others,
            n_dropped_{{ loop.index }} as n_dropped,
            n_dropped_alone_{{ loop.index }} as n_dropped_alone
        from counted
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- What lacks the signal falls to other rules as before.
what_ifs as (
    select
        moved.rule_id,
        moved.domain,
        moved.factor,
        cast(moved.threshold as double) as threshold,
        domains.n_documents,
        moved.n_dropped,
        moved.n_dropped_alone,
        domains.n_dropped - moved.n_dropped_now + moved.n_dropped_by_others + moved.n_dropped_alone as n_dropped_in_all
    from moved
    inner join domains on moved.domain = domains.domain
),

shared as (
    select
        *,
        1 - n_dropped_in_all / cast(n_documents as double) as kept_ratio
    from what_ifs
)

select * from shared
