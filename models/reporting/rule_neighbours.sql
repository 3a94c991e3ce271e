with rules as (
    select * from {{ ref('quality_rules') }}
),

distances as (
    select
        observations.doc_id,
        observations.rule_id,
        observations.domain,
        observations.is_passed,
        observations.observed,
        abs(observations.observed - rules.threshold) as distance
    from {{ ref('rule_observations') }} as observations
    inner join rules
        on observations.rule_id = rules.rule_id
        and observations.domain = rules.domain
),

nearest as (
    select
        rule_id,
        domain,
        is_passed,
        {{ least_values(struct_of(['distance', 'doc_id', 'observed']), 20) }} as neighbours
    from distances
    group by rule_id, domain, is_passed
),

placed as (
    select
        nearest.rule_id,
        nearest.domain,
        nearest.is_passed,
        cast(p.place + 1 as integer) as place,
        {{ list_element('nearest.neighbours', 'p.place') }} as neighbour
    from nearest
    {{ explode(integers(0, list_length('nearest.neighbours') ~ ' - 1'), 'p', 'place') }}
),

outcomes as (
    select
        doc_id,
        source_id,
        outcome
    from {{ ref('document_outcomes') }}
),

neighbours as (
    select
        placed.rule_id,
        placed.domain,
        case when placed.is_passed then 'kept' else 'dropped' end as side,
        placed.place,
        placed.neighbour.doc_id,
        placed.neighbour.observed,
        outcomes.source_id,
        outcomes.outcome
    from placed
    inner join outcomes on placed.neighbour.doc_id = outcomes.doc_id
)

select * from neighbours
