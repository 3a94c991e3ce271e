-- depends_on: {{ source('raw', 'planted') }}
with planted as (
    select * from {{ planted_records() }}
),

lines as (
    select
        source_file,
        line_number,
        doc_id,
        reason
    from {{ ref('stg_lines') }}
),

normalised as (
    select
        doc_id,
        content_sha256 as normalised_sha256
    from {{ ref('normalised_documents') }}
),

outcomes as (
    select * from {{ ref('document_outcomes') }}
),

trimmed as (
    select
        doc_id,
        content_sha256 as trimmed_sha256
    from {{ ref('trimmed_documents') }}
),

-- Of all places of a line the first stays.
kept_lines as (
    select distinct
        first_doc_id as doc_id,
        first_start_char as start_char
    from {{ ref('repeated_lines') }}
),

findings as (
    select * from {{ ref('pii_findings') }}
),

-- What should be redacted is found when its kind is found from its first character to its last; a look-alike, when any
-- part of it is.
found as (
    select distinct
        planted.file,
        planted.record,
        planted.start_char
    from planted
    inner join lines on planted.file = lines.source_file and planted.record = lines.line_number
    inner join findings
        on lines.doc_id = findings.doc_id
        and planted.start_char < findings.end_char
        and planted.end_char > findings.start_char
    where
        planted.expect <> 'redacted'
        or (
            planted.variant = findings.kind
            and planted.start_char = findings.start_char
            and planted.end_char = findings.end_char
        )
),

observed as (
    select
        planted.*,
        lines.doc_id,
        lines.reason as given_reason,
        outcomes.outcome,
        outcomes.cluster_id,
        originals.doc_id as original_id,
        original_outcomes.cluster_id as original_cluster_id,
        normalised.normalised_sha256,
        trimmed.trimmed_sha256,
        kept_lines.doc_id is not null as is_first_place,
        found.file is not null as is_found
    from planted
    inner join lines on planted.file = lines.source_file and planted.record = lines.line_number
    left join lines as originals
        on planted.original_file = originals.source_file
        and planted.original_record = originals.line_number
    left join outcomes on lines.doc_id = outcomes.doc_id
    left join outcomes as original_outcomes on originals.doc_id = original_outcomes.doc_id
    left join normalised on lines.doc_id = normalised.doc_id
    left join trimmed on lines.doc_id = trimmed.doc_id
    left join kept_lines
        on lines.doc_id = kept_lines.doc_id
        and planted.start_char = kept_lines.start_char
    left join found
        on planted.file = found.file
        and planted.record = found.record
        and planted.start_char = found.start_char
),

judged as (
    select
        file as source_file,
        record as line_number,
        doc_id,
        kind,
        variant,
        expect,
        start_char,
        end_char,
        jaccard,
        original_id,
        coalesce(
            case expect
                when 'rejected' then given_reason = reason
                when 'dropped' then outcome = 'dropped'
                when 'duplicate' then cluster_id = original_cluster_id
                when 'redacted' then is_found
                when 'repaired' then normalised_sha256 = right_sha256
                when 'trimmed' then trimmed_sha256 = right_sha256 or (trimmed_sha256 is null and is_first_place)
                when 'kept'
                    then outcome <> 'dropped'
                        and (outcome <> 'duplicate' or jaccard is null)
                        and not is_found
                        and trimmed_sha256 is null
            end,
            false
        ) as is_met
    from observed
)

select * from judged
