{# Tables that a materialisation fills and drops again, named after the model. #}
{% macro working_table(suffix) %}
    {{ return(this.incorporate(path={'identifier': this.identifier ~ '__' ~ suffix}, type='table')) }}
{% endmacro %}


{% macro replace_table(relation, query) %}
    {% do drop_tables([relation]) %}
    {% do run_query("create table " ~ relation ~ " as " ~ query) %}
{% endmacro %}


{% macro drop_tables(relations) %}
    {% for relation in relations %}
        {% do run_query("drop table if exists " ~ relation) %}
    {% endfor %}
{% endmacro %}


{# the edges (a, b) of a query, each both ways, once #}
{% macro both_ways(query) -%}
    select a, b from ({{ query }}) as forth union select b, a from ({{ query }}) as back
{%- endmacro %}
