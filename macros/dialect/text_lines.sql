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


{# a struct (file, record) of what a damaged line of a raw file begins with; empty texts where it does not #}
{% macro line_origin(line) %}{{ return(adapter.dispatch('line_origin')(line)) }}{% endmacro %}
{% macro duckdb__line_origin(line) -%}
    regexp_extract(
        {{ line }},
        '^[{]"source": "[a-z0-9_]+", "file": "([^"]+)", "record": ([0-9]+)[,}]',
        ['file', 'record']
    )
{%- endmacro %}


{# the number that a text of up to 18 digits is, else NULL #}
{% macro whole_number(text) %}{{ return(adapter.dispatch('whole_number')(text)) }}{% endmacro %}
{% macro duckdb__whole_number(text) -%}
    case when regexp_full_match({{ text }}, '[0-9]{1,18}') then cast({{ text }} as bigint) end
{%- endmacro %}


{% macro is_blank(text) %}{{ return(adapter.dispatch('is_blank')(text)) }}{% endmacro %}
{% macro duckdb__is_blank(text) %}regexp_full_match({{ text }}, '[[:space:]]*'){% endmacro %}


{% macro file_stem(path) %}{{ return(adapter.dispatch('file_stem')(path)) }}{% endmacro %}
{% macro duckdb__file_stem(path) %}parse_filename({{ path }}, true){% endmacro %}


{% macro byte_length(text) %}{{ return(adapter.dispatch('byte_length')(text)) }}{% endmacro %}
{% macro duckdb__byte_length(text) %}strlen({{ text }}){% endmacro %}
