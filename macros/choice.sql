{# The value of a var that must be one of the options. #}
{% macro choice(name, options) -%}
    {%- if var(name) not in options -%}
        {{ exceptions.raise_compiler_error('var ' ~ name ~ ': ' ~ var(name) ~ ' is none of ' ~ options | join(', ')) }}
    {%- endif -%}
    {{ return(var(name)) }}
{%- endmacro %}
