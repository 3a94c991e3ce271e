-- Which bounds would this corpus suggest? Mean ± 3 standard deviations of each signal by domain, and the rules now.
with measured as (
    select
        documents.domain,
        signals.signal,
        avg(signals.observed) as mean,
        stddev_samp(signals.observed) as deviation,
        quantile_cont(signals.observed, 0.01) as p01,
        quantile_cont(signals.observed, 0.99) as p99
    from (
        unpivot (
            select
                doc_id,
                try_cast(columns(* exclude doc_id) as double)
            from filtered.document_signals
        )
        on columns(* exclude doc_id) into name signal value observed
    ) as signals
    inner join filtered.normalised_documents as documents on signals.doc_id = documents.doc_id
    group by all
)

select
    measured.domain,
    measured.signal,
    round(mean - 3 * deviation, 4) as low,
    round(mean + 3 * deviation, 4) as high,
    round(p01, 4) as p01,
    round(p99, 4) as p99,
    string_agg(rules.operator || ' ' || rules.threshold, ', ') as in_force
from measured
left join seeds.quality_rules as rules
    on measured.domain = rules.domain
    and measured.signal = rules.signal
    and rules.is_enabled
group by all
order by measured.domain, measured.signal
