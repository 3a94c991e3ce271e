{#- Closer at the ends, where thresholds lie. -#}
{%- set shares = [
    0, 0.001, 0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5,
    0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995, 0.998, 0.999, 1
] -%}

with measured as (
    select
        rule_id,
        domain,
        count(*) as n_documents,
        count(*) filter (where not is_dropped_by_others) as n_spared,
        max(case when observed = floor(observed) then 0 else 1 end) = 0 as is_whole,
        {{ quantiles('observed', shares) }} as observed,
        {{ quantiles('case when not is_dropped_by_others then observed end', shares) }} as spared_observed
    from {{ ref('rule_observations') }}
    group by rule_id, domain
),

listed as (
    select
        rule_id,
        domain,
        is_whole,
        {{ list_element(list_of(shares), 'p.place') }} as share,
        n_documents,
        {{ list_element('observed', 'p.place') }} as observed,
        n_spared,
        {{ list_element('spared_observed', 'p.place') }} as spared_observed
    from measured
    {{ explode(integers(0, shares | length - 1), 'p', 'place') }}
),

typed as (
    select
        rule_id,
        domain,
        is_whole,
        cast(share as double) as share,
        n_documents,
        observed,
        n_spared,
        spared_observed
    from listed
)

select * from typed
