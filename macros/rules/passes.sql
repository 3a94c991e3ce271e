{# Whether an observed value passes a rule's bound, which is inclusive; NULL where there is no value. #}
{% macro passes(observed, operator, threshold) -%}
    case {{ operator }}
        when '>=' then {{ observed }} >= {{ threshold }}
        when '<=' then {{ observed }} <= {{ threshold }}
    end
{%- endmacro %}
