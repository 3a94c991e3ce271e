-- Which lines stand in most documents, cut by a rule or not? Read these before changing seeds/repeated_line_rules.csv.
with most_repeated as (
    select * from deduped.repeated_lines
    qualify
        row_number() over (
            partition by domain, unit
            order by n_documents desc, n_words desc, line_key
        ) <= 30
)

select
    lines.domain,
    lines.unit,
    lines.n_documents,
    lines.n_words,
    coalesce(
        rules.is_enabled
        and lines.n_documents >= rules.min_documents
        and lines.n_words >= rules.min_words,
        false
    ) as is_cut,
    left(
        substr(
            documents.text,
            lines.first_start_char + 1,
            lines.first_end_char - lines.first_start_char
        ),
        200
    ) as beginning
from most_repeated as lines
inner join deduped.surviving_documents as documents on lines.first_doc_id = documents.doc_id
left join seeds.repeated_line_rules as rules
    on lines.domain = rules.domain
    and lines.unit = rules.unit
order by lines.domain, lines.unit, lines.n_documents desc, lines.n_words desc, lines.line_key
