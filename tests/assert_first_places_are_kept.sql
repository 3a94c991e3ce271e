-- A repeated line or paragraph is never cut at its first place.
select
    cuts.doc_id,
    cuts.start_char
from {{ ref('text_cuts') }} as cuts
inner join {{ ref('repeated_lines') }} as lines
    on cuts.line_key = lines.line_key
    and cuts.kind = lines.unit
    and cuts.doc_id = lines.first_doc_id
    and cuts.start_char = lines.first_start_char
inner join {{ ref('surviving_documents') }} as documents
    on cuts.doc_id = documents.doc_id
    and lines.domain = documents.domain
