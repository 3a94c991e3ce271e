{{ config(severity='warn') }}
-- A takedown that names no document of this corpus is said aloud: it may be misspelt.
select
    blocked.match_on,
    blocked.value
from {{ ref('blocked_documents') }} as blocked
anti join {{ ref('blocklist_matches') }} as matches
    on blocked.match_on = matches.match_on
    and blocked.value = matches.value
