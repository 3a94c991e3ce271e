with files as (
    select * from {{ shard_files() }}
),

manifest as (
    select * from {{ ref('token_shards') }}
),

contents as (
    select
        split_part(sequence_id, '-', 1) as split,
        count(*) as n_sequences,
        sum({{ list_length('token_ids') }}) as n_tokens
    from {{ shard_rows() }}
    group by all
),

by_split as (
    select
        split,
        sum(n_sequences) as n_sequences,
        sum(n_tokens) as n_tokens
    from manifest
    group by split
)

select
    'file' as checked,
    coalesce(files.path, manifest.path) as name
from manifest
full join files on manifest.path = files.path
where
    manifest.sha256 is distinct from files.sha256
    or manifest.n_bytes is distinct from files.n_bytes
union all
select
    'rows' as checked,
    coalesce(by_split.split, contents.split) as name
from by_split
full join contents on by_split.split = contents.split
where
    by_split.n_sequences is distinct from contents.n_sequences
    or by_split.n_tokens is distinct from contents.n_tokens
