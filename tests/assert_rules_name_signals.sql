-- A rule on a signal that does not exist would judge nothing: it fails the build before any verdict.
select
    rule_id,
    signal
from {{ ref('quality_rules') }}
where signal not in {{ sql_strings(signal_names()) }}
