{#- Bins between the 1st and the 99th percentile; what lies beyond is a bin at each end, cut in two by the threshold -#}
{%- set n_bins = 36 -%}

with rules as (
    select * from {{ ref('quality_rules') }}
),

ranges as (
    select
        rule_id,
        domain,
        is_whole,
        max(observed) filter (where share = 0.01) as first_percentile,
        max(observed) filter (where share = 0.99) as last_percentile
    from {{ ref('signal_quantiles') }}
    group by rule_id, domain, is_whole
),

-- Counts that span orders of magnitude are looked at by theirs.
scales as (
    select
        ranges.rule_id,
        ranges.domain,
        rules.operator,
        rules.threshold,
        ranges.first_percentile,
        ranges.last_percentile,
        ranges.is_whole,
        ranges.is_whole and ranges.last_percentile >= 100 and rules.threshold >= 0 as is_log
    from ranges
    inner join rules
        on ranges.rule_id = rules.rule_id
        and ranges.domain = rules.domain
),

widths as (
    select
        *,
        case
            when last_percentile = first_percentile then 1
            when is_log
                then (
                    {{ natural_log('1 + last_percentile') }} - {{ natural_log('1 + first_percentile') }}
                ) / {{ n_bins }}
            when is_whole then ceil((last_percentile - first_percentile) / {{ n_bins }})
            else (last_percentile - first_percentile) / {{ n_bins }}
        end as width
    from scales
),

placed as (
    select
        observations.rule_id,
        observations.domain,
        observations.observed,
        observations.is_passed,
        observations.is_dropped or observations.is_dropped_by_others as is_dropped,
        widths.operator,
        case
            when observations.observed < widths.first_percentile then 'low'
            when observations.observed > widths.last_percentile then 'high'
            else 'middle'
        end as part,
        case
            when widths.is_log then {{ natural_log('(1 + observations.observed) / (1 + widths.threshold)') }}
            else observations.observed - widths.threshold
        end / widths.width as n_widths
    from {{ ref('rule_observations') }} as observations
    inner join widths
        on observations.rule_id = widths.rule_id
        and observations.domain = widths.domain
),

-- Bins begin or end at the threshold: the rule keeps all of a bin or nothing.
counted as (
    select
        rule_id,
        domain,
        is_passed,
        part,
        case
            when part = 'middle' then case operator when '>=' then floor(n_widths) when '<=' then ceil(n_widths) - 1 end
        end as step,
        min(observed) as least_observed,
        max(observed) as greatest_observed,
        count(*) as n_documents,
        count(*) filter (where not is_dropped) as n_kept,
        count(*) filter (where is_dropped) as n_dropped
    from placed
    group by all
),

bounded as (
    select
        counted.rule_id,
        counted.domain,
        widths.is_log,
        counted.part,
        counted.is_passed,
        counted.n_documents,
        counted.n_kept,
        counted.n_dropped,
        counted.least_observed,
        counted.greatest_observed,
        {% for step in ['counted.step', '(counted.step + 1)'] %}
            case
                when {{ step }} = 0 then widths.threshold
                when widths.is_log then (1 + widths.threshold) * {{ exponential(step ~ ' * widths.width') }} - 1
                else widths.threshold + {{ step }} * widths.width
            end as {{ ['low', 'high'][loop.index0] }},
        {% endfor %}
        widths.first_percentile,
        widths.last_percentile
    from counted
    inner join widths
        on counted.rule_id = widths.rule_id
        and counted.domain = widths.domain
),

numbered as (
    select
        rule_id,
        domain,
        cast(row_number() over (partition by rule_id, domain order by least_observed) as integer) as bin,
        case when part = 'middle' then greatest(low, first_percentile) else least_observed end as low,
        case when part = 'middle' then least(high, last_percentile) else greatest_observed end as high,
        part <> 'middle' as is_tail,
        is_log,
        is_passed,
        n_documents,
        n_kept,
        n_dropped
    from bounded
)

select * from numbered
