{# One row (path, line) per line of the files that match the pattern; a line that is no UTF-8 goes to undecodable_lines. #}
{% macro text_lines(pattern) %}{{ return(adapter.dispatch('text_lines')(pattern)) }}{% endmacro %}

{% macro duckdb__text_lines(pattern) -%}
    read_csv(
        {{ sql_string(pattern) }},
        columns = {'line': 'VARCHAR'},
        delim = '', quote = '', escape = '', header = false, auto_detect = false,
        max_line_size = 67108864, buffer_size = 134217728,
        filename = 'path', store_rejects = true
    )
{%- endmacro %}
{% macro spark__text_lines(pattern) -%}
    (
        select _metadata.file_path as path, value as line
        from text.`{{ pattern }}`
        where is_valid_utf8(value) and octet_length(value) <= 67108864
    )
{%- endmacro %}


{# One row (path, line, reason) per line that the last text_lines of this connection left out, its bad bytes replaced. #}
{% macro undecodable_lines() %}{{ return(adapter.dispatch('undecodable_lines')()) }}{% endmacro %}

{% macro duckdb__undecodable_lines() -%}
    (
        select
            scans.file_path as path,
            errors.csv_line as line,
            case errors.error_type
                when 'INVALID ENCODING' then 'invalid_utf8' when 'LINE SIZE OVER MAXIMUM' then 'too_large'
                else 'invalid_json'
            end as reason
        from reject_errors as errors
        inner join reject_scans as scans using (scan_id, file_id)
        where errors.scan_id = (select max(scan_id) from reject_scans)
    )
{%- endmacro %}
{# The lines are read once more: an engine without a list of errors has no other way to them. #}
{% macro spark__undecodable_lines() -%}
    (
        select
            _metadata.file_path as path,
            make_valid_utf8(value) as line,
            case when is_valid_utf8(value) then 'too_large' else 'invalid_utf8' end as reason
        from text.`{{ var('raw_dir') }}/*.jsonl`
        where not is_valid_utf8(value) or octet_length(value) > 67108864
    )
{%- endmacro %}


{# a struct (file, record) of what a damaged line of a raw file begins with; empty texts where it does not #}
{% macro line_origin(line) %}{{ return(adapter.dispatch('line_origin')(line)) }}{% endmacro %}
{% macro duckdb__line_origin(line) -%}
    regexp_extract(
        {{ line }},
        '^[{]"source": "[a-z0-9_]+", "file": "([^"]+)", "record": ([0-9]+)[,}]',
        ['file', 'record']
    )
{%- endmacro %}
{% macro spark__line_origin(line) -%}
    {%- set pattern = '^[{]"source": "[a-z0-9_]+", "file": "([^"]+)", "record": ([0-9]+)[,}]' -%}
    named_struct(
        'file', regexp_extract({{ line }}, '{{ pattern }}', 1), 'record', regexp_extract({{ line }}, '{{ pattern }}', 2)
    )
{%- endmacro %}


{# the number that a text of up to 18 digits is, else NULL #}
{% macro whole_number(text) %}{{ return(adapter.dispatch('whole_number')(text)) }}{% endmacro %}
{% macro duckdb__whole_number(text) -%}
    case when regexp_full_match({{ text }}, '[0-9]{1,18}') then cast({{ text }} as bigint) end
{%- endmacro %}
{% macro spark__whole_number(text) -%}
    case
        when {{ text }} <> '' and regexp_extract({{ text }}, '^[0-9]{0,18}', 0) = {{ text }} then cast({{ text }} as bigint)
    end
{%- endmacro %}


{% macro is_blank(text) %}{{ return(adapter.dispatch('is_blank')(text)) }}{% endmacro %}
{% macro duckdb__is_blank(text) %}regexp_full_match({{ text }}, '[[:space:]]*'){% endmacro %}
{% macro spark__is_blank(text) -%}
    (trim(both concat(' ', char(9), char(10), char(11), char(12), char(13)) from {{ text }}) = '')
{%- endmacro %}


{% macro file_stem(path) %}{{ return(adapter.dispatch('file_stem')(path)) }}{% endmacro %}
{% macro duckdb__file_stem(path) %}parse_filename({{ path }}, true){% endmacro %}
{% macro spark__file_stem(path) %}regexp_extract({{ path }}, '([^/]+)[.][^./]*$', 1){% endmacro %}


{% macro byte_length(text) %}{{ return(adapter.dispatch('byte_length')(text)) }}{% endmacro %}
{% macro duckdb__byte_length(text) %}strlen({{ text }}){% endmacro %}
{% macro spark__byte_length(text) %}octet_length({{ text }}){% endmacro %}
