-- A document is dropped if and only if it has a verdict; no document is lost or made on the way, source by source.
with arrived as (
    select
        doc_id,
        source_id
    from {{ ref('stg_documents') }}
),

kept as (
    select
        doc_id,
        source_id
    from {{ ref('filtered_documents') }}
),

dropped as (
    select distinct doc_id from {{ ref('document_verdicts') }}
)

select coalesce(arrived.doc_id, kept.doc_id, dropped.doc_id) as doc_id
from arrived
full join kept on arrived.doc_id = kept.doc_id and arrived.source_id = kept.source_id
full join dropped on coalesce(arrived.doc_id, kept.doc_id) = dropped.doc_id
where
    arrived.doc_id is null
    or (kept.doc_id is null) = (dropped.doc_id is null)
