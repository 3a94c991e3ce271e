-- What a rule did is the same in its histogram, in its what-if at the threshold that it has, and in the funnel.
with histograms as (
    select
        rule_id,
        domain,
        sum(n_documents) as n_documents,
        sum(n_documents) filter (where not is_passed) as n_dropped
    from {{ ref('signal_histograms') }}
    group by rule_id, domain
),

what_ifs as (
    select * from {{ ref('threshold_what_ifs') }}
    where factor = 1
),

fallen as (
    select
        documents.domain,
        count(distinct verdicts.doc_id) as n_dropped
    from {{ ref('document_verdicts') }} as verdicts
    inner join {{ ref('normalised_documents') }} as documents on verdicts.doc_id = documents.doc_id
    group by documents.domain
),

compared as (
    select
        impacts.rule_id,
        impacts.domain
    from {{ ref('rule_impacts') }} as impacts
    left join histograms
        on impacts.rule_id = histograms.rule_id
        and impacts.domain = histograms.domain
    left join what_ifs
        on impacts.rule_id = what_ifs.rule_id
        and impacts.domain = what_ifs.domain
    left join fallen on impacts.domain = fallen.domain
    where
        impacts.n_documents <> coalesce(histograms.n_documents, 0)
        or (
            impacts.n_dropped > 0
            and (
                impacts.n_dropped <> histograms.n_dropped
                or impacts.n_dropped <> what_ifs.n_dropped
                or fallen.n_dropped <> what_ifs.n_dropped_in_all
            )
        )
)

select * from compared
