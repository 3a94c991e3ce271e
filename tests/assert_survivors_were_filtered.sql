-- Survivors are filtered documents, and what is missing among them are the duplicates and what was
-- trimmed away, no more and no less.
with survivors as (
    select doc_id from {{ ref('deduped_documents') }}
),

removed as (
    select doc_id from {{ ref('duplicate_clusters') }}
    where not is_representative
),

trimmed_away as (
    select doc_id from {{ ref('trimmed_documents') }}
    where not is_left
),

filtered as (
    select doc_id from {{ ref('filtered_documents') }}
),

accounted as (
    select doc_id from survivors
    union all
    select doc_id from removed
    union all
    select doc_id from trimmed_away
)

select
    coalesce(filtered.doc_id, accounted.doc_id) as doc_id,
    count(*) as n_rows
from filtered
full join accounted on filtered.doc_id = accounted.doc_id
group by all
having count(*) <> 1 or max(filtered.doc_id) is null or max(accounted.doc_id) is null
