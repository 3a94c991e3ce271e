-- Every filtered document has a text that somebody stands for, itself or a better one.
select
    keys.text_key,
    count(*) as n_documents,
    max(texts.n_documents) as n_represented
from {{ ref('text_keys') }} as keys
left join {{ ref('distinct_texts') }} as texts on keys.text_key = texts.text_key
group by keys.text_key
having count(*) <> coalesce(max(texts.n_documents), 0)
