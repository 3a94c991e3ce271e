{#- Bins between the 1st and the 99th percentile; what lies beyond is a bin at each end, cut in two by the threshold -#}
{%- set n_bins = 36 -%}

with rules as (
    select * from {{ ref('quality_rules') }}
),

ranges as (
    select
        rule_id,
        domain,
        {{ list_element(quantiles('observed', [0.01, 0.99]), 0) }} as first_percentile,
        {{ list_element(quantiles('observed', [0.01, 0.99]), 1) }} as last_percentile,
        min(observed) as least,
        max(observed) as greatest,
        max(case when observed = floor(observed) then 0 else 1 end) = 0 as is_whole
    from {{ ref('rule_observations') }}
    group by rule_id, domain
),

widths as (
    select
        ranges.*,
        rules.operator,
        rules.threshold,
        case
            when last_percentile = first_percentile then 1
            when is_whole then ceil((last_percentile - first_percentile) / {{ n_bins }})
            else (last_percentile - first_percentile) / {{ n_bins }}
        end as width
    from ranges
    inner join rules
        on ranges.rule_id = rules.rule_id
        and ranges.domain = rules.domain
),

-- Bins begin or end at the threshold: the rule keeps all of a bin or nothing.
binned as (
    select
        observations.rule_id,
        observations.domain,
        observations.observed,
        observations.is_passed,
        observations.is_dropped or observations.is_dropped_by_others as is_dropped,
        case
            when observations.observed < widths.first_percentile then 'low'
            when observations.observed > widths.last_percentile then 'high'
            else 'middle'
        end as part,
        case
            when observations.observed between widths.first_percentile and widths.last_percentile
                then case widths.operator
                        when '>=' then floor((observations.observed - widths.threshold) / widths.width)
                        when '<=' then ceil((observations.observed - widths.threshold) / widths.width) - 1
                    end
        end as step
    from {{ ref('rule_observations') }} as observations
    inner join widths
        on observations.rule_id = widths.rule_id
        and observations.domain = widths.domain
),

counted as (
    select
        rule_id,
        domain,
        is_passed,
        part,
        step,
        min(observed) as least,
        max(observed) as greatest,
        count(*) as n_documents,
        count(*) filter (where not is_dropped) as n_kept,
        count(*) filter (where is_dropped) as n_dropped
    from binned
    group by rule_id, domain, is_passed, part, step
),

bounded as (
    select
        counted.rule_id,
        counted.domain,
        case
            when counted.part = 'middle' then widths.threshold + counted.step * widths.width else counted.least
        end as low,
        case
            when counted.part = 'middle' then widths.threshold + (counted.step + 1) * widths.width else counted.greatest
        end as high,
        counted.part,
        counted.is_passed,
        counted.n_documents,
        counted.n_kept,
        counted.n_dropped
    from counted
    inner join widths
        on counted.rule_id = widths.rule_id
        and counted.domain = widths.domain
),

numbered as (
    select
        rule_id,
        domain,
        cast(row_number() over (partition by rule_id, domain order by low, high, is_passed) as integer) as bin,
        low,
        high,
        part <> 'middle' as is_tail,
        is_passed,
        n_documents,
        n_kept,
        n_dropped
    from bounded
)

select * from numbered
