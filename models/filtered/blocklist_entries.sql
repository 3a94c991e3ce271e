-- depends_on: {{ source('raw', 'blocklists') }}
with entries as (
    select
        match_on,
        value,
        reason
    from {{ ref('blocked_documents') }}
    union all
    select
        'domain' as match_on,
        domain as value,
        category as reason
    from {{ ref('blocked_domains') }}
    union all
    select
        match_on,
        value,
        reason
    from {{ blocklist_records() }}
),

keyed as (
    select
        *,
        case
            when match_on in ('url', 'domain') then mp_url_key(value)
            else value
        end as lookup_key
    from entries
)

select * from keyed
where lookup_key <> ''
