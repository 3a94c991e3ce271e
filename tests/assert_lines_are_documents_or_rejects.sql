-- depends_on: {{ source('raw', 'manifest') }}
-- Every record that acquisition counted is a document or a reject, source by source.
with manifest as (
    select
        source_id,
        n_records
    from {{ acquired_sources() }}
),

staged as (
    select source_id from {{ ref('stg_documents') }}
    union all
    select source_id from {{ ref('stg_rejects') }}
),

counted as (
    select
        source_id,
        count(*) as n_records
    from staged
    group by source_id
)

select
    coalesce(manifest.source_id, counted.source_id) as source_id,
    manifest.n_records as acquired,
    counted.n_records as staged
from manifest
full join counted on manifest.source_id = counted.source_id
where coalesce(manifest.n_records, 0) <> coalesce(counted.n_records, 0)
