-- Some documents say which tokens are frequent as well as all do.
with sampled as (
    select doc_id
    from {{ ref('tokenised_documents') }}
    order by {{ seeded_key('tokens', 'doc_id') }}
    limit 5000
),

tokens as (
    select t.token_id
    from {{ ref('tokenised_documents') }} as documents
    semi join sampled on documents.doc_id = sampled.doc_id
    {{ explode('documents.token_ids', 't', 'token_id') }}
),

counted as (
    select
        token_id,
        count(*) as n_occurrences,
        count(*) / cast(sum(count(*)) over () as double) as share
    from tokens
    group by token_id
),

ranked as (
    select
        *,
        cast(row_number() over (order by n_occurrences desc, token_id) as integer) as place
    from counted
),

decoded as (
    select
        place,
        token_id,
        mp_excerpt(mp_detokenise({{ list_of('[token_id]') }}), 40) as piece,
        n_occurrences,
        share
    from ranked
    where place <= 100
)

select * from decoded
