{# The value of a var that must be one of the options. #}
{% macro choice(name, options) -%}
    {%- if var(name) not in options -%}
        {{ exceptions.raise_compiler_error('var ' ~ name ~ ': ' ~ var(name) ~ ' is none of ' ~ options | join(', ')) }}
    {%- endif -%}
    {{ return(var(name)) }}
{%- endmacro %}


{# The value of a var that must be a whole number, from a least one on. #}
{% macro whole_number_from(name, least) -%}
    {%- if var(name) is not integer or var(name) < least -%}
        {{ exceptions.raise_compiler_error('var ' ~ name ~ ': ' ~ var(name) ~ ' is no whole number from ' ~ least ~ ' on') }}
    {%- endif -%}
    {{ return(var(name)) }}
{%- endmacro %}
