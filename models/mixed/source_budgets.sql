{%- set largest_budget = 'coalesce(floor(min(cap_tokens / nullif(weight, 0)) over ()), 0)' -%}
{%- if var('token_budget') is not none and not (
    var('token_budget') is integer and 0 < var('token_budget') < 9007199254740992
) -%}
    {{ exceptions.raise_compiler_error('var token_budget: give a whole number of tokens from 1 to 2^53, or null') }}
{%- endif -%}
{%- set budget = largest_budget if var('token_budget') is none else var('token_budget') -%}

with mixture as (
    select * from {{ ref('mixture') }}
),

draws as (
    select * from {{ ref('document_draws') }}
),

available as (
    select
        mixture.source_id,
        mixture.max_epochs,
        mixture.weight,
        cast(mixture.weight as decimal(38, 15)) as exact_weight,
        coalesce(sum(draws.n_tokens), 0) as available_tokens,
        floor(coalesce(sum(draws.n_tokens), 0) * mixture.max_epochs) as cap_tokens
    from mixture
    left join draws on mixture.source_id = draws.source_id
    group by mixture.source_id, mixture.max_epochs, mixture.weight
),

-- The sum of fractions in floating point depends on the order in which an engine adds them, that of decimals does not.
weighted as (
    select
        source_id,
        max_epochs,
        available_tokens,
        cap_tokens,
        coalesce(
            case when available_tokens > 0 then weight else 0 end
            / nullif(cast(sum(exact_weight) filter (where available_tokens > 0) over () as double), 0),
            0
        ) as weight
    from available
),

budgeted as (
    select
        *,
        {{ budget }} as budget
    from weighted
),

-- Largest remainder (Hamilton): the tokens that rounding down leaves over go one each to the largest fractions.
wanted as (
    select
        *,
        floor(budget * weight) + case
            when row_number() over (order by budget * weight - floor(budget * weight) desc, source_id)
                <= budget - sum(floor(budget * weight)) over ()
                then 1
            else 0
        end as wanted_tokens
    from budgeted
),

granted as (
    select
        source_id,
        weight,
        cast(max_epochs as double) as max_epochs,
        cast(available_tokens as bigint) as available_tokens,
        cast(wanted_tokens as bigint) as wanted_tokens,
        cast(least(wanted_tokens, cap_tokens) as bigint) as granted_tokens,
        case
            when available_tokens = 0 then 'no_tokens'
            when cap_tokens < (budget + 1) * weight then 'epoch_cap'
            else 'weight'
        end as limited_by
    from wanted
),

realised as (
    select
        granted.source_id,
        coalesce(max(draws.drawn_tokens), 0) as part_tokens
    from granted
    left join draws
        on granted.source_id = draws.source_id
        and draws.drawn_tokens <= granted.granted_tokens % nullif(granted.available_tokens, 0)
    group by granted.source_id
),

budgets as (
    select
        granted.source_id,
        granted.weight,
        granted.max_epochs,
        granted.available_tokens,
        granted.wanted_tokens,
        granted.granted_tokens,
        coalesce({{ quotient('granted.granted_tokens', 'granted.available_tokens') }}, 0) * granted.available_tokens
        + realised.part_tokens as realised_tokens,
        granted.granted_tokens / cast(nullif(granted.available_tokens, 0) as double) as epochs,
        granted.limited_by
    from granted
    inner join realised on granted.source_id = realised.source_id
)

select * from budgets
