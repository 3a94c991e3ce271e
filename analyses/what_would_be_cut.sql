-- Which lines stand in most documents, cut by a rule or not? Read these before changing seeds/repeated_line_rules.csv.
select
    repeated.domain,
    repeated.unit,
    repeated.n_documents,
    repeated.n_words,
    coalesce(
        rules.is_enabled
        and repeated.n_documents >= rules.min_documents
        and repeated.n_words >= rules.min_words,
        false
    ) as is_cut,
    left(
        substr(
            documents.text,
            repeated.first_start_char + 1,
            repeated.first_end_char - repeated.first_start_char
        ),
        200
    ) as beginning
from deduped.repeated_lines as repeated
inner join deduped.surviving_documents as documents on repeated.first_doc_id = documents.doc_id
left join seeds.repeated_line_rules as rules
    on repeated.domain = rules.domain
    and repeated.unit = rules.unit
qualify
    row_number() over (
        partition by repeated.domain, repeated.unit
        order by repeated.n_documents desc, repeated.n_words desc, repeated.line_key
    ) <= 30
order by repeated.domain, repeated.unit, repeated.n_documents desc, repeated.n_words desc, repeated.line_key
