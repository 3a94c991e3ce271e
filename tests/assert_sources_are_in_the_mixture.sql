-- A source without a row in the mixture would be cleaned for nothing; weight 0 leaves it out on purpose.
select sources.source_id
from {{ ref('sources') }} as sources
anti join {{ ref('mixture') }} as mixture on sources.source_id = mixture.source_id
