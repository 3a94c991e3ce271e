with documents as (
    select * from {{ ref('normalised_documents') }}
),

exploded as (
    select
        documents.doc_id,
        c.cut.rule_id,
        c.cut.n_lines,
        c.cut.n_chars
    from documents
    {{ explode('documents.boilerplate_cuts', 'c', 'cut') }}
)

select * from exploded
