with members as (
    select
        doc_id,
        cluster_id,
        kind,
        jaccard,
        is_representative,
        count(*) over (partition by cluster_id) as n_documents,
        row_number() over (partition by cluster_id order by is_representative desc, jaccard desc, doc_id) as place
    from {{ ref('duplicate_clusters') }}
),

clusters as (
    select
        cluster_id,
        n_documents
    from members
    where is_representative
),

largest as (
    select cluster_id
    from clusters
    order by n_documents desc, cluster_id
    limit 10
),

others as (
    select cluster_id
    from clusters
    where cluster_id not in (select cluster_id from largest)
    order by {{ seeded_key('cluster', 'cluster_id') }}
    limit 30
),

sampled as (
    select
        cluster_id,
        true as is_largest
    from largest
    union all
    select
        cluster_id,
        false as is_largest
    from others
),

documents as (
    select
        doc_id,
        source_id
    from {{ ref('filtered_documents') }}
),

lengths as (
    select
        doc_id,
        n_chars
    from {{ ref('document_signals') }}
),

keys as (
    select * from {{ ref('survivor_keys') }}
),

preferences as (
    select
        measure,
        prefer,
        row_number() over (order by priority) - 1 as place
    from {{ ref('survivor_preferences') }}
),

-- The first number in which a key differs from the survivor's.
deciding as (
    select
        members.doc_id,
        min(preferences.place) as place
    from members
    inner join keys on members.doc_id = keys.doc_id
    inner join keys as survivors on members.cluster_id = survivors.doc_id
    cross join preferences
    where
        {{ list_element('keys.survivor_key', 'preferences.place') }}
        <> {{ list_element('survivors.survivor_key', 'preferences.place') }}
    group by members.doc_id
),

described as (
    select
        members.cluster_id,
        sampled.is_largest,
        members.n_documents,
        cast(members.place as integer) as place,
        members.doc_id,
        members.kind,
        members.jaccard,
        members.is_representative,
        documents.source_id,
        lengths.n_chars,
        mp_list_text(keys.survivor_key) as survivor_key,
        case when not members.is_representative then coalesce(preferences.measure, 'doc_id') end as settled_by,
        case when not members.is_representative then coalesce(preferences.prefer, 'least') end as settled_how
    from members
    inner join sampled on members.cluster_id = sampled.cluster_id
    inner join documents on members.doc_id = documents.doc_id
    inner join lengths on members.doc_id = lengths.doc_id
    inner join keys on members.doc_id = keys.doc_id
    left join deciding on members.doc_id = deciding.doc_id
    left join preferences on deciding.place = preferences.place
    where members.place <= 20
)

select * from described
