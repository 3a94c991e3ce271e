{%- set materializations = {'direct': 'greedy_survivors', 'transitive': 'connected_components'} -%}
{{ config(materialized=materializations[choice('closure', materializations.keys() | list)]) }}

select
    a.place as a,
    b.place as b
from {{ ref('near_duplicates') }} as near_duplicates
inner join {{ ref('survivor_places') }} as a on near_duplicates.doc_id_a = a.doc_id
inner join {{ ref('survivor_places') }} as b on near_duplicates.doc_id_b = b.doc_id
